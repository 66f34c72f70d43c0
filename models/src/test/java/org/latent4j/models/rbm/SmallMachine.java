package org.latent4j.models.rbm;

import java.util.Random;
import org.latent4j.backend.Backend;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * A Bernoulli machine so small that everything about it is computed by definition: plain loops over
 * all joint states, in float64, with no tensor. The oracle of the tests.
 */
public final class SmallMachine {
  private final double[][] w;
  private final double[] b;
  private final double[] c;

  private SmallMachine(double[][] w, double[] b, double[] c) {
    this.w = w;
    this.b = b;
    this.c = c;
  }

  /** A machine with normal parameters of standard deviation 1. */
  public static SmallMachine random(int visible, int hidden, long seed) {
    Random random = new Random(seed);
    double[][] w = new double[visible][hidden];
    for (double[] row : w) {
      fill(row, random);
    }
    double[] b = new double[visible];
    double[] c = new double[hidden];
    fill(b, random);
    fill(c, random);
    return new SmallMachine(w, b, c);
  }

  private static void fill(double[] row, Random random) {
    for (int i = 0; i < row.length; i++) {
      row[i] = random.nextGaussian();
    }
  }

  public int visible() {
    return b.length;
  }

  public int hidden() {
    return c.length;
  }

  public Rbm rbm() {
    return Rbm.of(Units.bernoulli(b.length), Units.bernoulli(c.length));
  }

  public RbmParameters parameters(Backend backend, DataType type) {
    double[] weights = new double[b.length * c.length];
    for (int i = 0; i < b.length; i++) {
      System.arraycopy(w[i], 0, weights, i * c.length, c.length);
    }
    return new RbmParameters(
            Tensor.of(backend, weights, b.length, c.length),
            Tensor.of(backend, b, b.length),
            Tensor.of(backend, c, c.length))
        .cast(type);
  }

  /** State number s: unit i is bit i. */
  public static double[] state(int number, int units) {
    double[] state = new double[units];
    for (int i = 0; i < units; i++) {
      state[i] = number >> i & 1;
    }
    return state;
  }

  /** The number of a state. */
  public static int number(double[] state) {
    int number = 0;
    for (int i = 0; i < state.length; i++) {
      number += (int) state[i] << i;
    }
    return number;
  }

  /** All states of n units, by number. */
  public static double[][] states(int units) {
    double[][] states = new double[1 << units][];
    for (int number = 0; number < states.length; number++) {
      states[number] = state(number, units);
    }
    return states;
  }

  public double energy(double[] v, double[] h) {
    double energy = 0;
    for (int i = 0; i < b.length; i++) {
      energy -= b[i] * v[i];
      for (int j = 0; j < c.length; j++) {
        energy -= v[i] * w[i][j] * h[j];
      }
    }
    for (int j = 0; j < c.length; j++) {
      energy -= c[j] * h[j];
    }
    return energy;
  }

  /** log sum_h exp(-E(v, h)). */
  public double logWeightOfVisible(double[] v) {
    double sum = 0;
    for (double[] h : states(c.length)) {
      sum += Math.exp(-energy(v, h));
    }
    return Math.log(sum);
  }

  /** log sum_v exp(-E(v, h)). */
  public double logWeightOfHidden(double[] h) {
    double sum = 0;
    for (double[] v : states(b.length)) {
      sum += Math.exp(-energy(v, h));
    }
    return Math.log(sum);
  }

  public double logPartition() {
    double sum = 0;
    for (double[] v : states(b.length)) {
      sum += Math.exp(logWeightOfVisible(v));
    }
    return Math.log(sum);
  }

  /** p(h_j = 1 | v), by summing over all h. */
  public double[] hiddenMean(double[] v) {
    double[] mean = new double[c.length];
    for (double[] h : states(c.length)) {
      double p = Math.exp(-energy(v, h) - logWeightOfVisible(v));
      for (int j = 0; j < mean.length; j++) {
        mean[j] += p * h[j];
      }
    }
    return mean;
  }

  /** p(v_i = 1 | h), by summing over all v. */
  public double[] visibleMean(double[] h) {
    double[] mean = new double[b.length];
    for (double[] v : states(b.length)) {
      double p = Math.exp(-energy(v, h) - logWeightOfHidden(h));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += p * v[i];
      }
    }
    return mean;
  }

  /** log p(v_i | all other v). */
  public double logConditional(double[] v, int unit) {
    double[] turned = v.clone();
    turned[unit] = 1 - v[unit];
    double own = Math.exp(logWeightOfVisible(v));
    return Math.log(own / (own + Math.exp(logWeightOfVisible(turned))));
  }

  public double logPseudoLikelihood(double[] v) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += logConditional(v, i);
    }
    return sum;
  }

  /** p(v) of every visible state, by number. */
  public double[] visibleDistribution() {
    double[] p = new double[1 << b.length];
    double logZ = logPartition();
    for (int number = 0; number < p.length; number++) {
      p[number] = Math.exp(logWeightOfVisible(state(number, b.length)) - logZ);
    }
    return p;
  }
}
