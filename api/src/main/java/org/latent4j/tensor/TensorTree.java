package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records of tensors, read and rebuilt component by component. A tree is a {@link Tensor}, a {@link
 * RandomKey}, a {@link List} of trees, an {@link Optional} tree, or a record whose components are
 * trees; its leaves are the tensors and keys, in the order of the components. What is absent has no
 * leaf, and what is present has the name of its component.
 *
 * <p>The state, the input and the output of a program are trees, and so are the parameters of a
 * model.
 *
 * <pre>{@code
 * record Layer(Tensor weights, Optional<Tensor> bias) {}
 * Layer smaller = TensorTree.mapTensors(layer, x -> x.mul(0.5));
 * Layer sum = TensorTree.zip(layer, other, Tensor::add);
 * // One number for each tensor is a list, so that the rules of the record do not concern it:
 * List<Tensor> norms = TensorTree.tensors(layer).stream().map(x -> sqrt(square(x).sum())).toList();
 * }</pre>
 */
public final class TensorTree {
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
    } else if (tree instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        collect(optional.get(), root, leaves);
      }
    } else if (tree instanceof Record) {
      RecordAccess access = RecordAccess.of(tree.getClass());
      for (int i = 0; i < access.size(); i++) {
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
   * Lists the tensors and leaves the keys out. For one number of each tensor, as norms and flags
   * are, map this list: it is a tree itself, and no constructor of a record asks for more.
   *
   * @param tree the tree
   * @return its tensors in order
   * @throws IllegalArgumentException if a component is of another kind
   */
  public static List<Tensor> tensors(Object tree) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object leaf : leaves(tree)) {
      if (leaf instanceof Tensor tensor) {
        tensors.add(tensor);
      }
    }
    return tensors;
  }

  /**
   * Lists the leaves with their names, as files hold them. {@link #fromNames} makes a tree of them
   * again.
   *
   * @param tree the tree
   * @return the tensors and keys by the {@link #names}, in order; can't be changed
   * @throws IllegalArgumentException if a component is of another kind
   */
  public static Map<String, Object> named(Object tree) {
    Map<String, Object> named = new LinkedHashMap<>();
    visit(tree, "", named::put);
    return Collections.unmodifiableMap(named);
  }

  /**
   * Says whether two trees have the same structure: the same record classes, lists of the same
   * lengths, the same optional components present, and tensors and keys in the same places,
   * whatever their shapes and values.
   *
   * @param left one tree
   * @param right the other
   * @return true if a leaf of one has its counterpart in the other
   */
  public static boolean sameStructure(Object left, Object right) {
    return TreeDifference.between(left, right) == null;
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

  /**
   * Rebuilds a tree with other tensors. Keys stay as they are.
   *
   * @param tree the tree to take the structure from
   * @param replace gives the new tensor for each old one, called in order
   * @param <T> the type of the tree
   * @return a tree of the same structure
   * @throws IllegalArgumentException if a component is of another kind
   */
  public static <T> T mapTensors(T tree, UnaryOperator<Tensor> replace) {
    return map(tree, leaf -> leaf instanceof Tensor tensor ? replace.apply(tensor) : leaf);
  }

  /**
   * Makes one tree of two, tensor by tensor: {@code zip(a, b, Tensor::add)} adds them. The keys are
   * those of the first.
   *
   * @param left the first tree
   * @param right the second, of the same structure
   * @param combine gives the new tensor for one of the first tree and its counterpart, called in
   *     order
   * @param <T> the type of the trees
   * @return a tree of the same structure
   * @throws IllegalArgumentException if the structures differ, naming the first component that does
   */
  public static <T> T zip(T left, T right, BinaryOperator<Tensor> combine) {
    requireSameStructure("zip", left, right);
    Iterator<Object> counterparts = leaves(right).iterator();
    return map(
        left,
        leaf -> {
          Object counterpart = counterparts.next();
          return leaf instanceof Tensor tensor ? combine.apply(tensor, (Tensor) counterpart) : leaf;
        });
  }

  /**
   * Chooses between two trees, for each row or for all at once: {@code where(accepted, proposal,
   * state)}. Row i of every tensor comes from {@code then} if element i of the condition is not 0,
   * else from {@code otherwise}. Unlike in a sum of masked trees, what is not chosen can be NaN.
   *
   * @param condition [rows], or of rank 0 to choose a whole tree
   * @param then a tree of tensors [rows, ...], or of any shapes if the condition has rank 0
   * @param otherwise of the same structure, shapes and types
   * @param <T> the type of the trees
   * @return a tree of the same structure, shapes and types
   * @throws IllegalArgumentException if the condition has a higher rank; if structures, shapes or
   *     types of the trees differ; if a tensor has another number of rows; or if the trees hold a
   *     key, which a tensor can't choose
   */
  public static <T> T where(Tensor condition, T then, T otherwise) {
    requireSameStructure("where", then, otherwise);
    return TreeChoice.of(condition, then, otherwise);
  }

  /**
   * Makes a tree of zeros. Keys stay as they are.
   *
   * @param tree the tree to take structure, shapes and types from
   * @param <T> the type of the tree
   * @return the zeros; where nothing is being recorded they belong to the innermost open scope
   * @throws IllegalArgumentException if a component is of another kind
   */
  public static <T> T zerosLike(T tree) {
    return mapTensors(tree, x -> Tensor.full(x.backend(), x.type(), 0, x.shape().dims()));
  }

  /**
   * Makes a tree of its leaves.
   *
   * @param template the tree to take the structure from
   * @param leaves as many as {@link #leaves} lists of the template, a tensor for a tensor and a key
   *     for a key, of any shapes and types that the records take
   * @param <T> the type of the tree
   * @return the tree of them
   * @throws IllegalArgumentException if the number or the kind of a leaf differs
   */
  public static <T> T fromLeaves(T template, List<?> leaves) {
    List<Object> wanted = leaves(template);
    if (wanted.size() != leaves.size()) {
      throw new IllegalArgumentException(
          "tree: " + leaves.size() + " leaves were given for " + names(template));
    }
    for (int i = 0; i < wanted.size(); i++) {
      TreeDifference difference = TreeDifference.between(wanted.get(i), leaves.get(i));
      if (difference != null) {
        throw new IllegalArgumentException(
            "tree: of template and leaves " + difference.within(names(template).get(i)));
      }
    }
    Iterator<?> next = leaves.iterator();
    return map(template, unused -> next.next());
  }

  /**
   * Makes a tree of its leaves by their names, without another tree to take the structure from: the
   * declared types of the components tell it. A list has as many elements as there are numbers with
   * a leaf, and an optional component is present if there is a leaf for it.
   *
   * <pre>{@code
   * record Model(List<Layer> layers, Optional<Tensor> scale) {}
   * Model model = TensorTree.fromNames(Model.class, TensorTree.named(other));
   * }</pre>
   *
   * @param type the class of the tree; the components of its records are declared as tensors, keys,
   *     records, and lists and Optionals of them, with their type arguments
   * @param leaves tensors and keys by the names that {@link #named} gives them
   * @param <T> the type of the tree
   * @return the tree
   * @throws IllegalArgumentException if a leaf is missing or of another kind, if a name belongs to
   *     no component, or if a component is declared as something else
   */
  public static <T> T fromNames(Class<T> type, Map<String, ?> leaves) {
    return type.cast(new TreeOfNames(leaves).make(type));
  }

  private static void requireSameStructure(String operation, Object left, Object right) {
    TreeDifference difference = TreeDifference.between(left, right);
    if (difference != null) {
      throw new IllegalArgumentException(
          operation + ": both trees must have the same structure, but " + difference);
    }
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
    } else if (tree instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        visit(optional.get(), name, visitor);
      }
    } else if (tree instanceof Record) {
      RecordAccess access = RecordAccess.of(tree.getClass());
      for (int i = 0; i < access.size(); i++) {
        visit(access.get(tree, i), join(name, access.name(i)), visitor);
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
    } else if (tree instanceof Optional<?> optional) {
      return optional.isPresent() ? Optional.of(rebuild(optional.get(), root, replace)) : optional;
    } else if (tree instanceof Record) {
      RecordAccess access = RecordAccess.of(tree.getClass());
      Object[] rebuilt = new Object[access.size()];
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
            + "; only Tensor, RandomKey, lists, Optionals and records of them are allowed (a number"
            + " that changes from run to run is a rank-0 tensor)");
  }

  static String join(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }
}
