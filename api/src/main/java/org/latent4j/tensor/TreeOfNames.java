package org.latent4j.tensor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a tree of named leaves by the declared types of the components. */
final class TreeOfNames {
  /** A type, and what the type variables in it stand for. */
  private record Declared(Type type, Map<TypeVariable<?>, Declared> variables) {
    Declared resolved() {
      Declared meant = type instanceof TypeVariable<?> variable ? variables.get(variable) : null;
      return meant == null ? this : meant.resolved();
    }

    @Nullable Class<?> raw() {
      Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
      return raw instanceof Class<?> known ? known : null;
    }

    List<Declared> arguments() {
      List<Declared> arguments = new ArrayList<>();
      if (type instanceof ParameterizedType generic) {
        for (Type argument : generic.getActualTypeArguments()) {
          arguments.add(new Declared(argument, variables));
        }
      }
      return arguments;
    }
  }

  private final Map<String, Object> unused;

  TreeOfNames(Map<String, ?> leaves) {
    this.unused = new LinkedHashMap<>(leaves);
  }

  Object make(Class<?> type) {
    Object tree = make("", new Declared(type, Map.of()));
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "tree: " + type.getSimpleName() + " has no component for " + unused.keySet());
    }
    return tree;
  }

  private Object make(String name, Declared declared) {
    Declared type = declared.resolved();
    Class<?> raw = type.raw();
    List<Declared> arguments = type.arguments();
    if (raw == Tensor.class || raw == RandomKey.class) {
      return leaf(name, raw);
    } else if (raw == List.class && !arguments.isEmpty()) {
      return list(name, arguments.get(0));
    } else if (raw == Optional.class && !arguments.isEmpty()) {
      return hasLeaf(name) ? Optional.of(make(name, arguments.get(0))) : Optional.empty();
    } else if (raw != null && raw.isRecord()) {
      return record(name, raw, arguments);
    }
    throw new IllegalArgumentException(
        "tree: "
            + (name.isEmpty() ? "it" : "component '" + name + "'")
            + (" is declared as " + type.type().getTypeName())
            + ", which does not tell its structure; declare Tensor, RandomKey, a record, or a List"
            + " or Optional of them with its type argument, or use fromLeaves");
  }

  private List<Object> list(String name, Declared element) {
    List<Object> elements = new ArrayList<>();
    String next = TensorTree.join(name, "0");
    while (hasLeaf(next)) {
      elements.add(make(next, element));
      next = TensorTree.join(name, Integer.toString(elements.size()));
    }
    return List.copyOf(elements);
  }

  private Object record(String name, Class<?> type, List<Declared> arguments) {
    Map<TypeVariable<?>, Declared> variables = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      variables.put(type.getTypeParameters()[i], arguments.get(i));
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] made = new Object[components.length];
    for (int i = 0; i < made.length; i++) {
      String component = TensorTree.join(name, components[i].getName());
      made[i] = make(component, new Declared(components[i].getGenericType(), variables));
    }
    return RecordAccess.of(type).make(made);
  }

  private Object leaf(String name, Class<?> kind) {
    Object leaf = unused.remove(name);
    if (leaf == null || !kind.isInstance(leaf)) {
      throw new IllegalArgumentException(
          "tree: "
              + (name.isEmpty() ? "it" : "component '" + name + "'")
              + (" is a " + kind.getSimpleName() + ", but ")
              + (leaf == null
                  ? "no leaf has its name"
                  : "the leaf of its name is a " + leaf.getClass().getSimpleName()));
    }
    return leaf;
  }

  private boolean hasLeaf(String name) {
    return unused.keySet().stream()
        .anyMatch(other -> other.equals(name) || other.startsWith(name + "."));
  }
}
