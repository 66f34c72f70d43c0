package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.latent4j.backend.java.product.Matrix;

class CutsTest {
  private final Cuts cuts = new Cuts();

  @Test
  void columnsAreThoseOfTheMatrix() {
    Matrix byRows = new Matrix(7, 5, 40, 50, 1);
    assertEquals(byRows.part(0, 5, 10, 30), cuts.columns(byRows, 10, 30));
    Matrix byColumns = new Matrix(7, 5, 40, 1, 6);
    assertEquals(byColumns.part(0, 5, 10, 30), cuts.columns(byColumns, 10, 30));
  }

  @Test
  void allColumnsAreTheMatrix() {
    Matrix whole = Matrix.dense(3, 4);
    assertSame(whole, cuts.columns(whole, 0, 4));
  }

  @Test
  void thePartsOfAnEqualMatrixAreKept() {
    for (int from = 0; from < 40; from += 10) {
      Matrix first = cuts.columns(Matrix.dense(5, 40), from, from + 10);
      assertSame(first, cuts.columns(Matrix.dense(5, 40), from, from + 10));
    }
  }

  /** Two panels begin alike where there are more of them for another product. */
  @Test
  void partsOfOtherWidthsAreOtherParts() {
    Matrix whole = Matrix.dense(5, 40);
    assertEquals(10, cuts.columns(whole, 0, 10).columns());
    assertEquals(20, cuts.columns(whole, 0, 20).columns());
  }

  @Test
  void whatIsForgottenIsCutAgain() {
    Matrix first = cuts.columns(Matrix.dense(5, 40), 0, 10);
    for (int rows = 6; rows < 200; rows++) {
      cuts.columns(Matrix.dense(rows, 40), 0, 10);
    }
    assertEquals(first, cuts.columns(Matrix.dense(5, 40), 0, 10));
  }
}
