package org.latent4j.benchmarks.compare;

import java.util.List;
import org.latent4j.benchmarks.interleave.Contestant;

/**
 * One piece of work and everybody who does it.
 *
 * @param section the part of the report that it belongs to
 * @param name a short name, which is also that of the file with its results
 * @param subject what sets it apart from the others of its section, such as the size; empty if the
 *     JMH parameter {@code swept} does
 * @param swept the JMH parameter whose values are measured one after the other; may be empty
 * @param contestants who takes turns
 */
record Comparison(
    Section section, String name, String subject, String swept, List<Contestant> contestants) {}
