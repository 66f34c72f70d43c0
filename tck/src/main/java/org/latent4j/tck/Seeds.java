package org.latent4j.tck;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seeds of statistical rules. They are fixed, so that a build gives the same result again; the
 * system property {@code latent4j.tck.seed} sets another one.
 */
final class Seeds {
  private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);
  private static final long DEFAULT = 20_260_101;

  private Seeds() {}

  /** The seed of a rule; logged with the probability of a false alarm. */
  static long of(String rule, double falseAlarm) {
    long seed = Long.getLong("latent4j.tck.seed", DEFAULT);
    LOG.info("Rule {}: seed {}, probability of a false alarm {}", rule, seed, falseAlarm);
    return seed;
  }
}
