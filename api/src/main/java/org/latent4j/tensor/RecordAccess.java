package org.latent4j.tensor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** The accessors and the canonical constructor of a record class. */
final class RecordAccess {
  /** Named here, because each call without it would make an array of no arguments. */
  private static final Object[] NO_ARGUMENTS = {};

  private static final ClassValue<RecordAccess> ACCESS =
      new ClassValue<>() {
        @Override
        protected RecordAccess computeValue(Class<?> type) {
          return new RecordAccess(type);
        }
      };

  private final String[] names;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  private RecordAccess(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    names = new String[components.length];
    accessors = new Method[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      names[i] = components[i].getName();
      accessors[i] = components[i].getAccessor();
      accessors[i].setAccessible(true);
      types[i] = components[i].getType();
    }
    try {
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("tree: " + type + " has no canonical constructor", e);
    }
  }

  static RecordAccess of(Class<?> type) {
    return ACCESS.get(type);
  }

  int size() {
    return names.length;
  }

  String name(int component) {
    return names[component];
  }

  @Nullable Object get(Object instance, int component) {
    try {
      return accessors[component].invoke(instance, NO_ARGUMENTS);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "tree: can't read component '" + names[component] + "' of " + instance.getClass(), e);
    }
  }

  Object make(Object[] components) {
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new IllegalStateException("tree: can't make " + constructor.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("tree: can't make " + constructor.getName(), e);
    }
  }
}
