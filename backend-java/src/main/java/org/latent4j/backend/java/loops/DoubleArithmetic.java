package org.latent4j.backend.java.loops;

/** Loops that need nothing but additions, products, minima and maxima. */
final class DoubleArithmetic {
  /** {@code TO_ONE * TO_ONE} times the smallest positive double is more than one. */
  private static final double TO_ONE = 0x1p1023;

  private DoubleArithmetic() {}

  static void negate(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = -x[i];
    }
  }

  static void abs(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(x[i]);
    }
  }

  /** By scaling and clamping, because a comparison would not be vectorised; keeps NaN and -0. */
  static void sign(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.max(-1.0, Math.min(1.0, x[i] * TO_ONE * TO_ONE));
    }
  }

  static void floor(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.floor(x[i]);
    }
  }

  static void sqrt(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.sqrt(x[i]);
    }
  }

  static void add(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  static void subtract(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void multiply(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  static void divide(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] / b[i];
    }
  }

  static void min(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  static void max(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  static void power(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.pow(a[i], b[i]);
    }
  }

  /** out = u &lt; p, and NaN for a p of NaN; u is finite, so that p - u has a sign. */
  static void bernoulli(double[] u, double[] p, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(1.0, Math.max(0.0, p[i] - u[i]) * 0x1p1022 * 0x1p1022);
    }
  }
}
