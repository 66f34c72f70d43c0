package org.latent4j.backend.cpu;

import org.latent4j.backend.View;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.op.DataType;

/** A matrix of a product and where its elements are. */
record Operand(NativeStorage storage, Matrix matrix) {
  Operand(View view, Matrix matrix) {
    this((NativeStorage) view.storage(), matrix);
  }

  long address() {
    return storage.address();
  }

  /** Copies the elements to another matrix of the same type and shape. */
  void copyTo(Operand target) {
    Object row = row(matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      readRow(matrix, i, row);
      target.writeRow(target.matrix, i, row);
    }
  }

  /** Multiplies a part of the matrix by a number; 0 gives zeros whatever was there. */
  void scale(Matrix part, double factor) {
    Object row = row(part.columns());
    for (int i = 0; i < part.rows(); i++) {
      if (factor != 0) {
        readRow(part, i, row);
        multiply(row, factor);
      }
      writeRow(part, i, row);
    }
  }

  private static void multiply(Object row, double factor) {
    if (row instanceof float[] floats) {
      for (int j = 0; j < floats.length; j++) {
        floats[j] *= (float) factor;
      }
    } else {
      double[] doubles = (double[]) row;
      for (int j = 0; j < doubles.length; j++) {
        doubles[j] *= factor;
      }
    }
  }

  private Object row(int columns) {
    return storage.type() == DataType.FLOAT32 ? new float[columns] : new double[columns];
  }

  private void readRow(Matrix part, int i, Object row) {
    long at = part.offset() + i * part.rowStride();
    if (part.columnStride() == 1) {
      storage.read(at, row, 0, part.columns());
    } else {
      storage.readStrided(at, part.columnStride(), row, 0, part.columns());
    }
  }

  private void writeRow(Matrix part, int i, Object row) {
    long at = part.offset() + i * part.rowStride();
    if (part.columnStride() == 1) {
      storage.write(at, row, 0, part.columns());
    } else {
      storage.writeStrided(at, part.columnStride(), row, 0, part.columns());
    }
  }
}
