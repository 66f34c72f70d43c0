package org.latent4j.tensor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records of tensors, read and rebuilt component by component. A tree is a {@link Tensor}, a {@link
 * RandomKey}, a {@link List} of trees, or a record whose components are trees; its leaves are the
 * tensors and keys, in the order of the components.
 *
 * <p>The state, the input and the output of a program are trees, and so are the parameters of a
 * model.
 */
public final class TensorTree {
  private static final ClassValue<RecordAccess> ACCESS =
      new ClassValue<>() {
        @Override
        protected RecordAccess computeValue(Class<?> type) {
          return new RecordAccess(type);
        }
      };

  private TensorTree() {}

  /**
   * Lists the leaves.
   *
   * @param tree the tree
   * @return its tensors and keys in order
   * @throws IllegalArgumentException if a component is of another kind
   */
  public static List<Object> leaves(Object tree) {
    List<Object> leaves = new ArrayList<>();
    addLeaves(tree, leaves);
    return leaves;
  }

  /**
   * Adds the leaves to a list, which a caller who lists them often can use again.
   *
   * @param tree the tree
   * @param leaves receives its tensors and keys in order
   * @throws IllegalArgumentException if a component is of another kind; some leaves may have been
   *     added by then
   */
  public static void addLeaves(Object tree, List<Object> leaves) {
    collect(tree, tree, leaves);
  }

  /** Without names, because programs list the leaves of every input. */
  private static void collect(@Nullable Object tree, Object root, List<Object> leaves) {
    if (tree instanceof Tensor || tree instanceof RandomKey) {
      leaves.add(tree);
    } else if (tree instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), root, leaves);
      }
    } else if (tree instanceof Record) {
      RecordAccess access = ACCESS.get(tree.getClass());
      for (int i = 0; i < access.names.length; i++) {
        collect(access.get(tree, i), root, leaves);
      }
    } else {
      throw notATree(root);
    }
  }

  /**
   * Names the leaves by their components: {@code params.weights}, or {@code layers.0.bias} in a
   * list.
   *
   * @param tree the tree
   * @return one name per leaf, in order; the empty name if the tree is a leaf itself
   * @throws IllegalArgumentException if a component is of another kind
   */
  public static List<String> names(Object tree) {
    List<String> names = new ArrayList<>();
    visit(tree, "", (name, leaf) -> names.add(name));
    return names;
  }

  /**
   * Says whether two trees have the same structure: the same record classes, lists of the same
   * lengths, and tensors and keys in the same places, whatever their shapes and values.
   *
   * @param left one tree
   * @param right the other
   * @return true if a leaf of one has its counterpart in the other
   */
  public static boolean sameStructure(Object left, Object right) {
    return same(left, right);
  }

  private static boolean same(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right;
    }
    if (left instanceof List<?> these && right instanceof List<?> those) {
      boolean same = these.size() == those.size();
      for (int i = 0; same && i < these.size(); i++) {
        same = same(these.get(i), those.get(i));
      }
      return same;
    }
    boolean same = left.getClass() == right.getClass();
    if (same && left instanceof Record) {
      RecordAccess access = ACCESS.get(left.getClass());
      for (int i = 0; same && i < access.names.length; i++) {
        same = same(access.get(left, i), access.get(right, i));
      }
    }
    return same;
  }

  /**
   * Rebuilds a tree with other leaves.
   *
   * @param tree the tree to take the structure from
   * @param replace gives the new leaf for each old one, called in order; it must return a tensor
   *     for a tensor and a key for a key
   * @param <T> the type of the tree
   * @return a tree of the same structure
   * @throws IllegalArgumentException if a component is of another kind
   */
  @SuppressWarnings("unchecked") // A tree is rebuilt with the constructor of its own class.
  public static <T> T map(T tree, UnaryOperator<Object> replace) {
    return (T) rebuild(tree, tree, replace);
  }

  private interface Visitor {
    void visit(String name, Object leaf);
  }

  private static void visit(@Nullable Object tree, String name, Visitor visitor) {
    if (tree instanceof Tensor || tree instanceof RandomKey) {
      visitor.visit(name, tree);
    } else if (tree instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        visit(list.get(i), join(name, Integer.toString(i)), visitor);
      }
    } else if (tree instanceof Record) {
      RecordAccess access = ACCESS.get(tree.getClass());
      for (int i = 0; i < access.names.length; i++) {
        visit(access.get(tree, i), join(name, access.names[i]), visitor);
      }
    } else {
      throw notATree(tree, name);
    }
  }

  private static Object rebuild(@Nullable Object tree, Object root, UnaryOperator<Object> replace) {
    if (tree instanceof Tensor || tree instanceof RandomKey) {
      return replace.apply(tree);
    } else if (tree instanceof List<?> list) {
      List<Object> rebuilt = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        rebuilt.add(rebuild(list.get(i), root, replace));
      }
      return List.copyOf(rebuilt);
    } else if (tree instanceof Record) {
      RecordAccess access = ACCESS.get(tree.getClass());
      Object[] rebuilt = new Object[access.names.length];
      for (int i = 0; i < rebuilt.length; i++) {
        rebuilt[i] = rebuild(access.get(tree, i), root, replace);
      }
      return access.make(rebuilt);
    }
    throw notATree(root);
  }

  /** Walks the tree once more, to name the component that does not belong there. */
  private static IllegalArgumentException notATree(Object root) {
    visit(root, "", (name, leaf) -> {});
    throw new IllegalStateException("tree: a component of " + root + " has changed");
  }

  private static IllegalArgumentException notATree(@Nullable Object tree, String name) {
    return new IllegalArgumentException(
        "tree: "
            + (name.isEmpty() ? "it" : "component '" + name + "'")
            + " is "
            + (tree == null ? "null" : "of type " + tree.getClass().getSimpleName())
            + "; only Tensor, RandomKey, lists and records of them are allowed (a number that"
            + " changes from run to run is a rank-0 tensor)");
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The accessors and the canonical constructor of a record class. */
  private static final class RecordAccess {
    /** Named here, because each call without it would make an array of no arguments. */
    private static final Object[] NO_ARGUMENTS = {};

    private final String[] names;
    private final Method[] accessors;
    private final Constructor<?> constructor;

    RecordAccess(Class<?> type) {
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
}
