package org.latent4j.models.unit;

import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.tck.ExactDistribution;
import org.latent4j.tck.UnitFunctions;
import org.latent4j.tck.UnitVerification;

/** Bernoulli units under the conformance kit's rules for units. */
class BernoulliUnitsVerificationTest extends UnitVerification {
  @Override
  public Backend openBackend() {
    return Backends.open(System.getProperty("latent4j.test.backend", "java"));
  }

  @Override
  public UnitFunctions units(Backend backend) {
    Units units = Units.bernoulli(size());
    return new UnitFunctions(
        units::energy, units::cumulant, units::mean, units::variance, units::sample);
  }

  @Override
  public int size() {
    return 3;
  }

  @Override
  public double[][] states() {
    return ExactDistribution.binaryStates(size());
  }
}
