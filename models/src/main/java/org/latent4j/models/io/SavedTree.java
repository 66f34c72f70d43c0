package org.latent4j.models.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.latent4j.backend.Backend;
import org.latent4j.random.Threefry;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * A tree of tensors and keys copied to the host: it outlives every backend, can be put on any of
 * them, written and read. Immutable.
 *
 * <p>The leaves are named by their components in snake case, {@code encoder.0.visible_bias}. A key
 * is kept as INT32 [2], its high and its low word.
 *
 * @param <T> the tree, as {@link TensorTree} defines it
 */
public final class SavedTree<T> {
  private final T structure;
  private final List<SavedTensor> leaves;

  private SavedTree(T structure, List<SavedTensor> leaves) {
    this.structure = structure;
    this.leaves = leaves;
  }

  /**
   * Copies a tree from a backend.
   *
   * @param tree the tree; its tensors may be freed afterwards
   * @param <T> its type
   * @return the copy
   */
  public static <T> SavedTree<T> of(T tree) {
    List<String> names = names(tree);
    List<Object> leaves = TensorTree.leaves(tree);
    List<SavedTensor> saved = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      saved.add(saved(names.get(i), leaves.get(i)));
    }
    return new SavedTree<>(tree, saved);
  }

  /**
   * Takes a tree out of a file.
   *
   * @param like a tree of the structure, types and shapes that the file must have; its elements are
   *     not read
   * @param prefix what the names in the file begin with, {@code state.} for instance
   * @param file what was read
   * @param origin what to call the file in messages
   * @param <T> the type of the tree
   * @return the tree
   * @throws DataFormatException if a tensor is missing, is one too many, or has another type or
   *     shape
   */
  public static <T> SavedTree<T> from(T like, String prefix, Safetensors file, String origin) {
    List<String> names = names(like);
    List<Object> leaves = TensorTree.leaves(like);
    requireNames(names, prefix, file, origin);
    List<SavedTensor> saved = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      SavedTensor found = file.tensor(prefix + names.get(i));
      String wanted = describe(leaves.get(i));
      if (!wanted.equals(describe(found))) {
        throw new DataFormatException(
            origin
                + ": '"
                + (prefix + names.get(i))
                + "' is "
                + describe(found)
                + ", but must be "
                + wanted
                + "; the file belongs to other settings or other data");
      }
      saved.add(found.withName(names.get(i)));
    }
    return new SavedTree<>(like, saved);
  }

  private static void requireNames(
      List<String> names, String prefix, Safetensors file, String origin) {
    Set<String> there =
        file.tensors().stream()
            .map(SavedTensor::name)
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(there);
    there.removeAll(names);
    if (!missing.isEmpty() || !there.isEmpty()) {
      throw new DataFormatException(
          origin
              + ": it does not hold what this training carries:"
              + (missing.isEmpty() ? "" : " missing are " + missing)
              + (there.isEmpty() ? "" : " unknown are " + there)
              + "; the file belongs to another model or version");
    }
  }

  private static SavedTensor saved(String name, Object leaf) {
    if (leaf instanceof RandomKey key) {
      int[] words = {Threefry.highWord(key.bits()), Threefry.lowWord(key.bits())};
      return SavedTensor.of(name, words, words.length);
    }
    Tensor tensor = (Tensor) leaf;
    int[] shape = tensor.shape().dims();
    return switch (tensor.type()) {
      case FLOAT32 -> SavedTensor.of(name, tensor.toFloats(), shape);
      case FLOAT64 -> SavedTensor.of(name, tensor.toDoubles(), shape);
      case INT32 -> SavedTensor.of(name, tensor.toInts(), shape);
      case UINT8 -> SavedTensor.of(name, bytes(tensor.toInts()), shape);
    };
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static String describe(Object leaf) {
    return leaf instanceof Tensor tensor
        ? tensor.type() + " " + tensor.shape()
        : "INT32 [2]"; // a key
  }

  private static String describe(SavedTensor tensor) {
    return tensor.type() + " " + Arrays.toString(tensor.shape());
  }

  /**
   * Names the leaves of a tree as files do.
   *
   * @param tree the tree
   * @return one name a leaf, {@code visible_bias} for a component {@code visibleBias}
   */
  public static List<String> names(Object tree) {
    return TensorTree.names(tree).stream().map(SavedTree::snakeCase).toList();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /**
   * Copies the tree to a backend.
   *
   * @param backend where the tensors will live; they belong to the innermost open scope
   * @return the tree
   */
  public T on(Backend backend) {
    Iterator<SavedTensor> next = leaves.iterator();
    return TensorTree.map(
        structure, leaf -> restored(backend, leaf instanceof RandomKey, next.next()));
  }

  private static Object restored(Backend backend, boolean isKey, SavedTensor saved) {
    int[] shape = saved.shape();
    return switch (saved.type()) {
      case FLOAT32 -> Tensor.of(backend, saved.floats(), shape);
      case FLOAT64 -> Tensor.of(backend, saved.doubles(), shape);
      case UINT8 -> Tensor.of(backend, saved.bytes(), shape);
      case INT32 ->
          isKey
              ? RandomKey.of(Threefry.pack(saved.ints()[0], saved.ints()[1]))
              : Tensor.of(backend, saved.ints(), shape);
    };
  }

  /**
   * Returns the leaves with their elements.
   *
   * @return in the order of the tree
   */
  public List<SavedTensor> leaves() {
    return leaves;
  }

  /**
   * Finds a leaf.
   *
   * @param name its name
   * @return the leaf
   * @throws IllegalArgumentException if there is none of this name
   */
  public SavedTensor leaf(String name) {
    Map<String, SavedTensor> byName =
        leaves.stream().collect(Collectors.toMap(SavedTensor::name, leaf -> leaf));
    SavedTensor found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "saved tree: there is no leaf '" + name + "'; there are " + byName.keySet());
    }
    return found;
  }

  /**
   * Adds the leaves to a file.
   *
   * @param prefix what their names are to begin with
   * @param file the file that is being made
   */
  public void addTo(Safetensors.Builder file, String prefix) {
    leaves.forEach(leaf -> file.tensor(leaf.withName(prefix + leaf.name())));
  }
}
