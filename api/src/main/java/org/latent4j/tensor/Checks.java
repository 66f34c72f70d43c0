package org.latent4j.tensor;

import java.util.Arrays;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** The rules that arguments of tensor operations must meet, and what is said when they do not. */
final class Checks {
  private Checks() {}

  static void sameType(String operation, Tensor left, Tensor right) {
    if (left.type() != right.type()) {
      throw new IllegalArgumentException(
          operation
              + ": types differ: "
              + left.type()
              + " and "
              + right.type()
              + "; use cast() on one of them");
    }
  }

  static void floating(String operation, Tensor tensor) {
    if (!tensor.type().isFloating()) {
      throw new IllegalArgumentException(
          operation
              + ": FLOAT32 or FLOAT64 is needed, but the tensor is "
              + tensor.type()
              + " "
              + tensor.shape()
              + "; use cast()");
    }
  }

  static void number(String operation, Tensor tensor) {
    if (tensor.type() == DataType.UINT8) {
      throw new IllegalArgumentException(
          operation + ": there is no arithmetic on UINT8; use cast(DataType.FLOAT32) first");
    }
  }

  /** A number that goes into arithmetic with a tensor, or fills one, must fit its type. */
  static void representable(String operation, DataType type, double value) {
    boolean fits =
        type.isFloating()
            || (value == Math.rint(value)
                && (type == DataType.INT32
                    ? value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE
                    : value >= 0 && value <= 255));
    if (!fits) {
      throw new IllegalArgumentException(operation + ": " + value + " does not fit into " + type);
    }
  }

  /** Puts in the extent that was left open with -1. */
  static Shape inferred(Shape from, int[] dims) {
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] != -1) {
        known *= dims[axis];
      } else if (open >= 0) {
        throw new IllegalArgumentException(
            "reshape: only one extent may be -1, but got " + Arrays.toString(dims));
      } else {
        open = axis;
      }
    }
    if (open < 0) {
      return Shape.of(dims);
    }
    if (known <= 0 || from.size() % known != 0) {
      throw new IllegalArgumentException(
          "reshape: " + from + " can't be divided into " + Arrays.toString(dims));
    }
    int[] complete = dims.clone();
    complete[open] = Math.toIntExact(from.size() / known);
    return Shape.of(complete);
  }
}
