package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** How operands of different shapes meet. */
class BroadcastTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor counted(double first, int... dims) {
    double[] values = new double[(int) Shape.of(dims).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i;
    }
    return Tensor.of(BACKEND, values, dims);
  }

  @Test
  void aRowMeetsEveryRowAndAColumnEveryColumn() {
    Tensor row = Tensor.of(BACKEND, new double[] {10, 20, 30}, 3);
    Tensor column = Tensor.of(BACKEND, new double[] {1, 2}, 2, 1);
    Tensor sum = column.add(row);
    assertEquals(Shape.of(2, 3), sum.shape());
    assertArrayEquals(new double[] {11, 21, 31, 12, 22, 32}, sum.toDoubles());
  }

  @Test
  void aSingleNumberMeetsEverything() {
    Tensor matrix = counted(0, 2, 2);
    Tensor number = Tensor.full(BACKEND, DataType.FLOAT64, 5);
    assertArrayEquals(new double[] {5, 6, 7, 8}, matrix.add(number).toDoubles());
    assertArrayEquals(new double[] {5, 4, 3, 2}, number.sub(matrix).toDoubles());
    assertEquals(Shape.SCALAR, number.mul(number).shape());
  }

  @Test
  void anEmptyAxisMeetsAnExtentOfOne() {
    assertEquals(Shape.of(2, 0), counted(0, 2, 1).add(counted(0, 0)).shape());
    assertArrayEquals(new double[0], counted(0, 2, 1).add(counted(0, 0)).toDoubles());
  }

  @Test
  void threeOperandsTakeOneShapeTogether() {
    Tensor condition = Tensor.of(BACKEND, new double[] {1, 0}, 2, 1, 1);
    Tensor then = counted(100, 3, 1);
    Tensor otherwise = counted(200, 2);
    Tensor chosen = Functions.where(condition, then, otherwise);
    assertEquals(Shape.of(2, 3, 2), chosen.shape());
    assertArrayEquals(
        new double[] {100, 100, 101, 101, 102, 102, 200, 201, 200, 201, 200, 201},
        chosen.toDoubles());
  }

  /** Random pairs of shapes that broadcast, against the definition element by element. */
  @Test
  void everyElementMeetsTheOneAtItsIndex() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 300; round++) {
      int[] common = new int[random.nextInt(5)];
      for (int axis = 0; axis < common.length; axis++) {
        common[axis] = random.nextInt(4);
      }
      Tensor left = counted(1, thinned(common, random));
      Tensor right = counted(1000, thinned(common, random));
      Tensor result = Functions.sub(0, left.sub(right));
      Shape shape = Shape.broadcast("test", left.shape(), right.shape());
      assertEquals(shape, result.shape());
      double[] expected = new double[(int) shape.size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = 1000 + number(right.shape(), shape, i) - (1 + number(left.shape(), shape, i));
      }
      assertArrayEquals(expected, result.toDoubles(), left.shape() + " and " + right.shape());
    }
  }

  /** Some axes set to 1, some leading axes dropped. */
  private static int[] thinned(int[] common, SplittableRandom random) {
    int dropped = common.length == 0 ? 0 : random.nextInt(common.length);
    int[] dims = java.util.Arrays.copyOfRange(common, dropped, common.length);
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = random.nextInt(3) == 0 ? 1 : dims[axis];
    }
    return dims;
  }

  /** The row-major number, in a small shape, of the element that meets element i of a large one. */
  private static int number(Shape small, Shape large, int i) {
    int number = 0;
    int step = 1;
    int rest = i;
    for (int back = 1; back <= large.rank(); back++) {
      int index = rest % large.dim(-back);
      rest /= large.dim(-back);
      if (back <= small.rank()) {
        number += small.dim(-back) == 1 ? 0 : index * step;
        step *= small.dim(-back);
      }
    }
    return number;
  }
}
