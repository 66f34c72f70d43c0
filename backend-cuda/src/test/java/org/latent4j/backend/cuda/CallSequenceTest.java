package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;

/** What CUDA is asked to do, call by call. */
class CallSequenceTest {
  @TempDir private Path cache;
  private final RecordingDriver driver = new RecordingDriver();
  private CudaBackend backend;

  @BeforeEach
  void open() {
    backend = Recorded.backend(driver, cache);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private void assertCalls(String expected) {
    assertEquals(expected, driver.taken());
  }

  private View zeros(DataType type, int... dims) {
    Shape shape = Shape.of(dims);
    return new View(backend.allocate(type, shape.size()), Layout.dense(shape));
  }

  @Test
  void opening() {
    assertCalls(
        """
        pin 16 -> pinned1
        pin 8388608 -> pinned2
        create event1
        create event2
        """);
  }

  @Test
  void allocatingAndFreeing() {
    driver.taken();
    Storage storage = backend.allocate(DataType.FLOAT32, 10);
    Storage empty = backend.allocate(DataType.FLOAT64, 0);
    storage.close();
    storage.close();
    empty.close();
    assertCalls(
        """
        allocate 40 -> m1
        clear m1, 40 bytes
        free m1
        """);
  }

  @Test
  void writingAndReading() {
    Storage storage = backend.allocate(DataType.FLOAT32, 10);
    driver.taken();
    backend.write(storage, 2, new float[] {1, 2, 3}, 0, 3);
    backend.write(storage, 0, new float[] {1}, 0, 1);
    backend.read(storage, 1, new float[4], 1, 3);
    assertCalls(
        """
        upload m1+8 <- pinned2, 12 bytes
        upload m1 <- pinned2+16, 4 bytes
        download pinned2 <- m1+4, 12 bytes
        synchronize
        """);
  }

  @Test
  void writingMuch() {
    int elements = Transfers.HALF / 4 * 2 + 10;
    Storage storage = backend.allocate(DataType.INT32, elements);
    driver.taken();
    backend.write(storage, 0, new int[elements], 0, elements);
    backend.write(storage, 0, new int[elements], 0, elements);
    assertCalls(
        """
        upload m1 <- pinned2, 4194304 bytes
        record event1
        upload m1+4194304 <- pinned2+4194304, 4194304 bytes
        record event2
        await event1
        upload m1+8388608 <- pinned2, 40 bytes
        upload m1 <- pinned2+48, 4194256 bytes
        record event1
        await event2
        upload m1+4194256 <- pinned2+4194304, 4194304 bytes
        record event2
        await event1
        upload m1+8388560 <- pinned2, 88 bytes
        """);
  }

  @Test
  void readingMuch() {
    int elements = Transfers.HALF / 8 * 2 + 1;
    Storage storage = backend.allocate(DataType.FLOAT64, elements);
    driver.taken();
    backend.read(storage, 0, new double[elements], 0, elements);
    assertCalls(
        """
        download pinned2 <- m1, 8388608 bytes
        synchronize
        download pinned2 <- m1+8388608, 8 bytes
        synchronize
        """);
  }

  @Test
  void elementwise() {
    View x = zeros(DataType.FLOAT32, 1000);
    View y = zeros(DataType.FLOAT32, 1000);
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression exp = builder.build(builder.unary(UnaryOp.EXP, builder.input(0)));
    driver.taken();
    Shape shape = Shape.of(1000);
    backend.elementwise(exp, shape, new View[] {x}, new Key[0], new View[] {y});
    backend.elementwise(exp, shape, new View[] {y}, new Key[0], new View[] {x});
    assertCalls(
        """
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        launch elementwise 16 x 64 (m1, m2)
        launch elementwise 16 x 64 (m2, m1)
        """);
  }

  @Test
  void products() {
    View a = zeros(DataType.FLOAT32, 20, 64);
    View b = zeros(DataType.FLOAT32, 64, 100);
    View c = zeros(DataType.FLOAT32, 20, 100);
    driver.taken();
    backend.matmul(Scalar.of(2), a, b, 0, c);
    backend.matmul(Scalar.ONE, a, b, 1, c);
    assertCalls(
        """
        prepare product1: FLOAT32 FLOAT32_STRICT 100 x 64 x 20 A B
        algorithms product1, at most 1
        allocate 1048576 -> m4
        multiply product1 by 0: m3 = 2.0 m2 m1 + 0.0, workspace m4
        multiply product1 by 0: m3 = 1.0 m2 m1 + 1.0, workspace m4
        """);
  }

  @Test
  void productsWithTransposedFactorsAndResult() {
    View a = zeros(DataType.FLOAT64, 64, 20);
    View b = zeros(DataType.FLOAT64, 100, 64);
    View c = zeros(DataType.FLOAT64, 100, 20);
    driver.taken();
    View left = new View(a.storage(), a.layout().transpose(1, 0));
    View right = new View(b.storage(), b.layout().transpose(1, 0));
    View out = new View(c.storage(), c.layout().transpose(1, 0));
    backend.matmul(Scalar.ONE, left, right, 0, out);
    assertCalls(
        """
        prepare product1: FLOAT64 FLOAT32_STRICT 20 x 64 x 100 A B
        algorithms product1, at most 1
        allocate 1048576 -> m4
        multiply product1 by 0: m3 = 1.0 m1 m2 + 0.0, workspace m4
        """);
  }

  @Test
  void productsWithAFactorOnTheDevice() {
    View rate = new View(backend.allocate(DataType.FLOAT32, 1), Layout.dense(Shape.SCALAR));
    View a = zeros(DataType.FLOAT32, 4, 4);
    View b = zeros(DataType.FLOAT32, 4, 4);
    driver.taken();
    backend.matmul(new Scalar(1, rate), a, a, 1, b);
    backend.matmul(new Scalar(-2, rate), a, a, 1, b);
    assertCalls(
        """
        prepare product1: FLOAT32 FLOAT32_STRICT 4 x 4 x 4 A B factors on device
        algorithms product1, at most 1
        allocate 4 -> m4
        clear m4, 4 bytes
        upload m4 <- pinned2, 4 bytes
        allocate 1048576 -> m5
        multiply product1 by 0: m3 = m1 m2 m2 + m4, workspace m5
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        launch elementwise 1 x 64 (m1, m5)
        multiply product1 by 0: m3 = m5 m2 m2 + m4, workspace m5+256
        """);
  }

  @Test
  void productsOfRepeatedRows() {
    View row = zeros(DataType.FLOAT32, 1, 64);
    View b = zeros(DataType.FLOAT32, 64, 10);
    View c = zeros(DataType.FLOAT32, 20, 10);
    View a = new View(row.storage(), row.layout().broadcastTo(Shape.of(20, 64)));
    View every = new View(c.storage(), Layout.of(Shape.of(10, 5), 0, 20, 2));
    driver.taken();
    backend.matmul(Scalar.ONE, a, b, 0, c);
    View five = new View(b.storage(), b.layout().slice(1, 0, 5));
    View ten = new View(row.storage(), row.layout().broadcastTo(Shape.of(10, 64)));
    backend.matmul(Scalar.ONE, ten, five, 0, every);
    assertCalls(
        """
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        prepare product1: FLOAT32 FLOAT32_STRICT 10 x 64 x 20 A B
        algorithms product1, at most 1
        allocate 1048576 -> m4
        launch elementwise 20 x 64 (m1, m4)
        multiply product1 by 0: m3 = 1.0 m2 m4 + 0.0, workspace m4+5120
        prepare product2: FLOAT32 FLOAT32_STRICT 5 x 64 x 10 A B
        algorithms product2, at most 1
        launch elementwise 10 x 64 (m1, m4+256)
        multiply product2 by 0: m4 = 1.0 m2 m4+256 + 0.0, workspace m4+2816
        launch elementwise 1 x 64 (m4, m3)
        """);
  }

  @Test
  void productsOfNothing() {
    View a = zeros(DataType.FLOAT32, 3, 0);
    View b = zeros(DataType.FLOAT32, 0, 4);
    View c = zeros(DataType.FLOAT32, 3, 4);
    driver.taken();
    backend.matmul(Scalar.ONE, a, b, 0, c);
    backend.matmul(Scalar.ONE, a, b, 2, c);
    backend.matmul(Scalar.ONE, b, c, 0, a);
    assertCalls(
        """
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        launch elementwise 1 x 64 (m1)
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        launch elementwise 1 x 64 (m1, m1)
        """);
  }

  @Test
  void reductions() {
    View x = zeros(DataType.FLOAT32, 100, 30);
    View rows = zeros(DataType.FLOAT32, 100);
    View columns = zeros(DataType.INT32, 30);
    driver.taken();
    backend.reduce(ReductionOp.SUM, x, 1, rows);
    backend.reduce(ReductionOp.ARGMAX, x, 0, columns);
    assertCalls(
        """
        compile reduce for --gpu-architecture=sm_90
        load reduce
        launch reduce 4 x 256 (m1, m2)
        compile reduce for --gpu-architecture=sm_90
        load reduce
        launch reduce 4 x 256 (m1, m3)
        """);
  }

  @Test
  void rows() {
    View x = zeros(DataType.FLOAT32, 100, 30);
    View indices = zeros(DataType.INT32, 5);
    View y = zeros(DataType.FLOAT32, 5, 30);
    driver.taken();
    backend.gather(x, indices, y);
    backend.scatterAdd(y, indices, x);
    backend.replaceRows(y, indices, x);
    assertCalls(
        """
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        launch elementwise 3 x 64 (m1, m2, m3, pinned1)
        synchronize
        compile scatter_add for --gpu-architecture=sm_90
        load scatter_add
        launch scatter_add 5 x 256 (m3, m2, m1, pinned1)
        synchronize
        compile replace_rows for --gpu-architecture=sm_90
        load replace_rows
        launch replace_rows 5 x 256 (m3, m2, m1, pinned1)
        synchronize
        """);
  }

  @Test
  void keys() {
    View key = zeros(DataType.INT32, 2);
    View child = zeros(DataType.INT32, 2);
    driver.taken();
    backend.foldKey(Key.of(7), 3, null, key);
    backend.foldKey(Key.of(key), 3, null, child);
    assertCalls(
        """
        compile fold_key for --gpu-architecture=sm_90
        load fold_key
        launch fold_key 1 x 1 (m1, m1+4)
        compile fold_key for --gpu-architecture=sm_90
        load fold_key
        launch fold_key 1 x 1 (m1, m1+4, m2, m2+4)
        """);
  }

  @Test
  void closing() {
    View x = zeros(DataType.FLOAT32, 4, 4);
    View y = zeros(DataType.FLOAT32, 4, 4);
    backend.matmul(Scalar.ONE, x, x, 0, y);
    backend.reduce(ReductionOp.SUM, x, 1, new View(y.storage(), Layout.dense(Shape.of(4))));
    driver.taken();
    backend.close();
    x.storage().close();
    assertCalls(
        """
        synchronize
        free m3
        destroy product1
        unload reduce
        unpin pinned2
        destroy event1
        destroy event2
        synchronize
        unpin pinned1
        close
        """);
  }
}
