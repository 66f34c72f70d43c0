package org.latent4j.benchmarks.product;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.benchmarks.rbm.RbmSize;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** The five products by {@link Backend#matmul}, as a program's products are made. */
final class BackendProducts implements FiveProducts {
  private final Backend backend;
  private final List<Storage> storages = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();

  private record Call(Scalar alpha, View a, View b, double beta, View c) {}

  BackendProducts(Backend backend, RbmSize size, float rate) {
    this.backend = backend;
    for (float[] array : FiveProducts.arrays(size)) {
      Storage storage = backend.allocate(DataType.FLOAT32, array.length);
      backend.write(storage, 0, array, 0, array.length);
      storages.add(storage);
    }
    for (Item item : FiveProducts.items(size, rate)) {
      calls.add(
          new Call(
              new Scalar(item.alpha(), null),
              view(item.a(), item.product().a()),
              view(item.b(), item.product().b()),
              item.beta(),
              view(item.c(), item.product().c())));
    }
  }

  private View view(int storage, Matrix matrix) {
    boolean transposed = !matrix.isRowMajor();
    Matrix stored = transposed ? matrix.transposed() : matrix;
    Layout layout = Layout.dense(Shape.of(stored.rows(), stored.columns()));
    return new View(storages.get(storage), transposed ? layout.transpose(1, 0) : layout);
  }

  @Override
  public void multiply() {
    for (Call call : calls) {
      backend.matmul(call.alpha, call.a, call.b, call.beta, call.c);
    }
  }

  @Override
  public float[] hidden() {
    return read(4);
  }

  @Override
  public float[] weights() {
    return read(0);
  }

  private float[] read(int number) {
    Storage storage = storages.get(number);
    float[] values = new float[(int) storage.length()];
    backend.read(storage, 0, values, 0, values.length);
    return values;
  }

  @Override
  public void close() {
    storages.forEach(Storage::close);
  }
}
