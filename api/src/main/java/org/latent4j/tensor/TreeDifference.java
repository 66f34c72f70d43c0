package org.latent4j.tensor;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first place where two trees differ in structure.
 *
 * @param name the component, as {@link TensorTree#names} names leaves
 * @param left what the one tree has there
 * @param right what the other has
 */
record TreeDifference(String name, @Nullable Object left, @Nullable Object right) {
  /**
   * Compares two trees. Names are only put together once a difference was found, because programs
   * compare every input.
   *
   * @return null if there is no difference
   */
  static @Nullable TreeDifference between(@Nullable Object left, @Nullable Object right) {
    if (left instanceof List<?> these && right instanceof List<?> those) {
      return ofLists(these, those);
    }
    if (left instanceof Optional<?> one && right instanceof Optional<?> other) {
      return one.isPresent() && other.isPresent()
          ? between(one.get(), other.get())
          : hereUnless(one.isPresent() == other.isPresent(), left, right);
    }
    if (left == null || right == null || left.getClass() != right.getClass()) {
      return hereUnless(left == right, left, right);
    }
    return left instanceof Record ? ofRecords(left, right) : null;
  }

  private static @Nullable TreeDifference ofLists(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return new TreeDifference("", left, right);
    }
    for (int i = 0; i < left.size(); i++) {
      TreeDifference difference = between(left.get(i), right.get(i));
      if (difference != null) {
        return difference.within(Integer.toString(i));
      }
    }
    return null;
  }

  private static @Nullable TreeDifference ofRecords(Object left, Object right) {
    RecordAccess access = RecordAccess.of(left.getClass());
    for (int i = 0; i < access.size(); i++) {
      TreeDifference difference = between(access.get(left, i), access.get(right, i));
      if (difference != null) {
        return difference.within(access.name(i));
      }
    }
    return null;
  }

  private static @Nullable TreeDifference hereUnless(
      boolean same, @Nullable Object left, @Nullable Object right) {
    return same ? null : new TreeDifference("", left, right);
  }

  /** The same difference as seen from around a component. */
  TreeDifference within(String component) {
    return new TreeDifference(TensorTree.join(component, name), left, right);
  }

  /** Says what the difference is: {@code 'layers' is a list of 2 in the one, but ...}. */
  @Override
  public String toString() {
    return (name.isEmpty() ? "it" : "component '" + name + "'")
        + (" is " + describe(left) + " in the one, but " + describe(right) + " in the other");
  }

  private static String describe(@Nullable Object tree) {
    if (tree == null) {
      return "null";
    } else if (tree instanceof Tensor) {
      return "a tensor";
    } else if (tree instanceof RandomKey) {
      return "a key";
    } else if (tree instanceof List<?> list) {
      return "a list of " + list.size();
    } else if (tree instanceof Optional<?> optional) {
      return optional.isPresent() ? "present" : "absent";
    }
    return "of type " + tree.getClass().getSimpleName();
  }
}
