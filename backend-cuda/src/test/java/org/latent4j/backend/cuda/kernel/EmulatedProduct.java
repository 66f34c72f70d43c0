package org.latent4j.backend.cuda.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.Operands;
import org.latent4j.backend.cuda.driver.ProductForm;
import org.latent4j.op.DataType;

/** What cuBLASLt is said to do: D = alpha op(A) op(B) + beta C, stored by columns. */
final class EmulatedProduct {
  private final ProductForm form;
  private final Operands operands;
  private final int width;

  EmulatedProduct(ProductForm form, Operands operands) {
    this.form = form;
    this.operands = operands;
    this.width = form.type().bytes();
  }

  void run() {
    double alpha = form.onDevice() ? number(operands.alphaAddress()) : operands.alpha();
    double beta = form.onDevice() ? number(operands.betaAddress()) : operands.beta();
    for (int i = 0; i < form.batch(); i++) {
      requireAlignment();
      double[] a = read(operands.a(), form.a(), i, form.rows(), form.inner(), factorWidth());
      double[] b = read(operands.b(), form.b(), i, form.inner(), form.columns(), factorWidth());
      long offset = form.c().stride() * i * width;
      multiply(alpha, a, b, beta, operands.c() + offset, operands.d() + offset);
    }
  }

  private void requireAlignment() {
    if (operands.a() % form.a().alignment() != 0
        || operands.b() % form.b().alignment() != 0
        || operands.c() % form.c().alignment() != 0
        || operands.d() % form.c().alignment() != 0) {
      throw new AssertionError("misaligned: " + form + " " + operands);
    }
  }

  private int factorWidth() {
    return form.precision() == Precision.BF16 ? 2 : width;
  }

  /** By rows, op(M) of the i-th matrix M of a batch. */
  private double[] read(
      long address, ProductForm.Lie lie, int i, int rows, int columns, int bytes) {
    double[] matrix = new double[rows * columns];
    long last =
        lie.transposed()
            ? (rows - 1) * lie.leading() + columns
            : (columns - 1) * lie.leading() + rows;
    ByteBuffer memory = at(address + i * lie.stride() * bytes, last * bytes);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        long at = lie.transposed() ? row * lie.leading() + column : column * lie.leading() + row;
        matrix[row * columns + column] = number(memory, (int) at * bytes, bytes);
      }
    }
    return matrix;
  }

  private double number(ByteBuffer memory, int at, int bytes) {
    if (bytes == 2) {
      return Float.intBitsToFloat((memory.getShort(at) & 0xffff) << 16);
    }
    if (bytes == 8) {
      return memory.getDouble(at);
    }
    float value = memory.getFloat(at);
    if (form.precision() == Precision.TF32) {
      return Float.intBitsToFloat((Float.floatToRawIntBits(value) + 0x1000) & ~0x1fff);
    }
    return value;
  }

  private double number(long address) {
    ByteBuffer cell = at(address, width);
    return form.type() == DataType.FLOAT64 ? cell.getDouble(0) : cell.getFloat(0);
  }

  private void multiply(double alpha, double[] a, double[] b, double beta, long added, long out) {
    int columns = form.columns();
    int inner = form.inner();
    long leading = form.c().leading();
    long bytes = ((columns - 1) * leading + form.rows()) * width;
    ByteBuffer c = at(added, bytes);
    ByteBuffer d = at(out, bytes);
    double[] sums = new double[columns];
    for (int row = 0; row < form.rows(); row++) {
      java.util.Arrays.fill(sums, 0);
      for (int k = 0; k < inner; k++) {
        double factor = a[row * inner + k];
        for (int column = 0; column < columns; column++) {
          sums[column] += factor * b[k * columns + column];
        }
      }
      for (int column = 0; column < columns; column++) {
        store(c, d, (int) (column * leading + row) * width, alpha * sums[column], beta);
      }
    }
  }

  private void store(ByteBuffer c, ByteBuffer d, int at, double product, double beta) {
    if (form.type() == DataType.FLOAT64) {
      d.putDouble(at, beta == 0 ? product : product + beta * c.getDouble(at));
    } else {
      d.putFloat(at, (float) (beta == 0 ? product : product + beta * c.getFloat(at)));
    }
  }

  private static ByteBuffer at(long address, long bytes) {
    return Emulator.buffer(address, bytes).order(ByteOrder.nativeOrder());
  }
}
