package org.latent4j.architecture.offenders;

import org.latent4j.architecture.offenders.knot.Knot;

/** Half of a cycle between two packages. */
public record Tangled(Knot other) {}
