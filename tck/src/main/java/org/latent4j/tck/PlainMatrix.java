package org.latent4j.tck;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * A matrix of doubles for oracles: loops that are right at a glance, sharing nothing with what they
 * check. Row-major; a vector is a matrix of one row.
 */
final class PlainMatrix {
  private final int rows;
  private final int columns;
  private final double[] values;

  /** Takes the elements over, row by row. */
  PlainMatrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** A matrix whose element of row-major number i is the function's value there. */
  static PlainMatrix filled(int rows, int columns, IntToDoubleFunction element) {
    double[] values = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = element.applyAsDouble(i);
    }
    return new PlainMatrix(rows, columns, values);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** The elements themselves, row by row. */
  double[] values() {
    return values;
  }

  double get(int row, int column) {
    return values[row * columns + column];
  }

  PlainMatrix times(PlainMatrix other) {
    double[] product = new double[rows * other.columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < other.columns; column++) {
        double sum = 0;
        for (int inner = 0; inner < columns; inner++) {
          sum += get(row, inner) * other.get(inner, column);
        }
        product[row * other.columns + column] = sum;
      }
    }
    return new PlainMatrix(rows, other.columns, product);
  }

  PlainMatrix transposed() {
    return filled(columns, rows, i -> get(i % rows, i / rows));
  }

  /** Adds a vector to every row, or a matrix of the same shape. */
  PlainMatrix plus(PlainMatrix other) {
    return filled(rows, columns, i -> values[i] + other.values[i % other.values.length]);
  }

  /** Subtracts a matrix of the same shape. */
  PlainMatrix minus(PlainMatrix other) {
    return plus(other.map(x -> -x));
  }

  PlainMatrix map(DoubleUnaryOperator function) {
    return filled(rows, columns, i -> function.applyAsDouble(values[i]));
  }

  /** Adds up the rows. */
  PlainMatrix columnSums() {
    return filled(1, rows, i -> 1).times(this);
  }

  /** These rows, in this order. */
  PlainMatrix pick(int... numbers) {
    return filled(numbers.length, columns, i -> get(numbers[i / columns], i % columns));
  }
}
