package org.latent4j.benchmarks.sampling;

import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.log1p;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.sub;

import org.latent4j.backend.Backend;
import org.latent4j.tensor.Tensor;

/**
 * The posterior of the eight schools in its non-centred form (Gelman et al., Bayesian Data
 * Analysis, 3rd ed., section 5.5): effects theta<sub>j</sub> = mu + tau eta<sub>j</sub>, of which
 * y<sub>j</sub> was measured with the standard error sigma<sub>j</sub>; mu ~ N(0, 5<sup>2</sup>),
 * tau ~ half-Cauchy(0, 5), eta<sub>j</sub> ~ N(0, 1). Its ten variables are mu, log tau and eta.
 *
 * @param effects y, of extent 8 along {@code axis}
 * @param precisions 1 / sigma, the same
 * @param scales rough standard deviations of the ten variables, of extent 10 along {@code axis}
 * @param axis along which the variables of a chain lie: 1 for chains as rows, 0 for columns
 */
record EightSchools(Tensor effects, Tensor precisions, Tensor scales, int axis) {
  static final int VARIABLES = 10;

  private static final float[] EFFECTS = {28, 8, -3, 7, -1, 1, 18, 12};
  private static final float[] ERRORS = {15, 10, 16, 11, 9, 11, 10, 18};
  private static final float[] SCALES = {3.3f, 1.2f, 1, 1, 1, 1, 1, 1, 1, 1};

  static EightSchools on(Backend backend, int axis) {
    float[] precisions = new float[ERRORS.length];
    for (int j = 0; j < precisions.length; j++) {
      precisions[j] = 1 / ERRORS[j];
    }
    return new EightSchools(
        line(backend, EFFECTS, axis),
        line(backend, precisions, axis),
        line(backend, SCALES, axis),
        axis);
  }

  private static Tensor line(Backend backend, float[] values, int axis) {
    return axis == 1
        ? Tensor.of(backend, values, 1, values.length)
        : Tensor.of(backend, values, values.length, 1);
  }

  /**
   * The logarithm of the density, up to a constant.
   *
   * @param x the chains' variables, 10 along the axis
   * @return one number a chain, with an extent of 1 along the axis
   */
  Tensor logDensity(Tensor x) {
    Tensor mu = x.slice(axis, 0, 1);
    Tensor logTau = x.slice(axis, 1, 2);
    Tensor tau = exp(logTau);
    Tensor eta = x.slice(axis, 2, VARIABLES);
    Tensor misfit = sub(0, mu.add(tau.mul(eta)).sub(effects)).mul(precisions);
    Tensor squares = square(eta).add(square(misfit)).sum(axis).expand(axis);
    return squares
        .mul(-0.5)
        .sub(square(mu).mul(1.0 / 50))
        .add(logTau)
        .sub(log1p(square(tau).mul(1.0 / 25)));
  }
}
