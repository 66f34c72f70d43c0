package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** Other ways to read the same elements. */
class ViewsTest {
  private final NaiveBackend backend = new NaiveBackend();
  private final Tensor x = Tensor.of(backend, new float[] {0, 1, 2, 3, 4, 5}, 2, 3);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void viewsShareMemoryAndCostNothing() {
    long before = backend.allocations();
    List<Tensor> views =
        List.of(
            x.reshape(3, 2),
            x.reshape(-1),
            x.transpose(),
            x.transpose(1, 0),
            x.slice(0, 1, 2),
            x.slice(-1, 1, 3).transpose(),
            x.expand(0),
            x.expand(-1),
            x.broadcastTo(Shape.of(4, 2, 3)),
            x.slice(0, 1, 2).reshape(3));
    for (Tensor view : views) {
      assertSame(x.asView().storage(), view.asView().storage(), view.shape()::toString);
    }
    assertEquals(before, backend.allocations());
  }

  @Test
  void viewsReadTheElementsTheyName() {
    assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, x.transpose().toFloats());
    assertArrayEquals(new float[] {1, 2, 4, 5}, x.slice(1, 1, 3).toFloats());
    assertArrayEquals(new float[] {3, 4, 5}, x.slice(0, 1, 2).toFloats());
    assertArrayEquals(new float[] {1, 4, 2, 5}, x.slice(-1, 1, 3).transpose().toFloats());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, x.reshape(3, -1).toFloats());
    assertEquals(Shape.of(3, 2), x.reshape(3, -1).shape());
    assertEquals(Shape.of(2, 1, 3), x.expand(1).shape());
    assertEquals(Shape.of(2, 3, 1), x.expand(-1).shape());
    assertArrayEquals(
        new float[] {3, 4, 5, 3, 4, 5}, x.slice(0, 1, 2).broadcastTo(Shape.of(2, 3)).toFloats());
    assertArrayEquals(new float[0], x.slice(1, 3, 3).toFloats());
    assertEquals(Shape.of(2, 0), x.slice(1, 3, 3).shape());
  }

  @Test
  void theAxesOfHigherRanksAreReordered() {
    Tensor cube = Tensor.of(backend, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2);
    assertArrayEquals(new int[] {0, 2, 1, 3, 4, 6, 5, 7}, cube.transpose().toInts());
    assertArrayEquals(new int[] {0, 4, 1, 5, 2, 6, 3, 7}, cube.transpose(1, 2, 0).toInts());
  }

  @Test
  void whatIsNotInRowMajorOrderIsCopiedToBeReshaped() {
    Tensor flat = x.transpose().reshape(6);
    assertNotSame(x.asView().storage(), flat.asView().storage());
    assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, flat.toFloats());
    assertEquals(DataType.FLOAT32, flat.type());
  }

  @Test
  void viewsEnterEveryKindOfOperation() {
    Tensor t = x.transpose();
    assertArrayEquals(new float[] {0, 4, 3, 7, 6, 10}, t.add(x.reshape(3, 2)).toFloats());
    assertArrayEquals(new float[] {3, 12}, x.sum(1).toFloats());
    assertArrayEquals(new float[] {3, 12}, t.sum(0).toFloats());
    assertEquals(15, t.sum().item());
    assertEquals(12, x.slice(1, 1, 3).sum().item());
    Tensor rows = Tensor.of(backend, new int[] {2, 9, 0, 9}, 2, 2).slice(1, 0, 1).reshape(2);
    assertArrayEquals(new float[] {2, 5, 0, 3}, t.gather(rows).toFloats());
    assertArrayEquals(
        new float[] {1, 4, 0, 0, 0, 3},
        t.gather(Tensor.of(backend, new int[] {1, 0}, 2))
            .scatterAdd(Tensor.of(backend, new int[] {0, 2}, 2), 3)
            .toFloats());
    assertArrayEquals(
        new float[] {0, 3, 0, 1, 1, 4, 3, 4, 2, 5, 5, 5},
        Functions.concat(1, t, Tensor.of(backend, new float[] {0, 3, 5, 1, 4, 5}, 2, 3).transpose())
            .toFloats());
  }

  @Test
  void aSingleNumberCanBeReshapedAndExpanded() {
    Tensor number = Tensor.full(backend, DataType.INT32, 7);
    assertEquals(Shape.of(1), number.reshape(-1).shape());
    assertEquals(Shape.of(1, 1), number.reshape(1, 1).shape());
    assertEquals(Shape.of(1), number.expand(0).shape());
    assertEquals(7, number.expand(-1).broadcastTo(Shape.of(3)).slice(0, 2, 3).item());
  }
}
