package org.latent4j.backend.java.loops;

import org.latent4j.op.SpecialFunctions;

/** Loops over doubles that are not vectorised: transcendental functions and comparisons. */
final class DoubleFunctions {
  private DoubleFunctions() {}

  static void exp(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.exp(x[i]);
    }
  }

  static void log(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.log(x[i]);
    }
  }

  static void tanh(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.tanh(x[i]);
    }
  }

  static void sigmoid(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = SpecialFunctions.sigmoid(x[i]);
    }
  }

  static void softplus(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = SpecialFunctions.softplus(x[i]);
    }
  }

  static void sin(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.sin(x[i]);
    }
  }

  static void cos(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.cos(x[i]);
    }
  }

  static void less(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] < b[i] ? 1 : 0;
    }
  }

  static void lessOrEqual(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] <= b[i] ? 1 : 0;
    }
  }

  static void equal(double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] == b[i] ? 1 : 0;
    }
  }

  static void where(double[] condition, double[] a, double[] b, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = condition[i] != 0 ? a[i] : b[i];
    }
  }
}
