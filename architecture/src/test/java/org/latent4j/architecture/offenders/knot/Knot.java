package org.latent4j.architecture.offenders.knot;

import org.latent4j.architecture.offenders.Tangled;

/** Half of a cycle between two packages. */
public record Knot(Tangled other) {}
