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
      String range = type == DataType.UINT8 ? "0 to 255" : "-2147483648 to 2147483647";
      throw new IllegalArgumentException(
          operation
              + ": "
              + value
              + " does not fit into "
              + type
              + ", which holds the whole numbers from "
              + range
              + "; use cast() or another type");
    }
  }

  /** Resolves an axis that may be counted from the end. */
  static int axis(String operation, Shape shape, int axis) {
    int rank = shape.rank();
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          operation
              + ": there is no axis "
              + axis
              + " in shape "
              + shape
              + (rank == 0 ? ", which has rank 0" : "; use " + -rank + " to " + (rank - 1)));
    }
    return shape.axis(axis);
  }

  /** Resolves an axis along which there must be something. */
  static int nonEmptyAxis(String operation, Tensor x, int axis) {
    int at = axis(operation, x.shape(), axis);
    if (x.shape().dim(at) == 0) {
      throw new IllegalArgumentException(
          operation + ": axis " + at + " of " + x.shape() + " is empty, so there is no result");
    }
    return at;
  }

  /** The length of an axis that is put together from others. */
  static int extent(String operation, long extent) {
    if (extent < 0 || extent > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          operation + ": an extent must be from 0 to 2147483647, but would be " + extent);
    }
    return (int) extent;
  }

  /** Puts in the extent that was left open with -1. */
  static Shape inferred(Shape from, int[] dims) {
    int open = -1;
    int[] complete = dims.clone();
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == -1 && open < 0) {
        open = axis;
        complete[axis] = 1;
      } else if (dims[axis] < 0) {
        String rule = dims[axis] == -1 ? "only one extent may be -1" : "no extent may be negative";
        throw new IllegalArgumentException(
            "reshape: " + rule + ", but got " + Arrays.toString(dims));
      }
    }
    Shape known = Shape.of(complete);
    if (open < 0) {
      return known;
    }
    if (known.size() == 0 || from.size() % known.size() != 0) {
      throw new IllegalArgumentException(
          "reshape: " + from + " can't be divided into " + Arrays.toString(dims));
    }
    complete[open] = extent("reshape", from.size() / known.size());
    return Shape.of(complete);
  }
}
