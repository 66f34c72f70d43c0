package org.latent4j.benchmarks.compare;

import java.util.List;
import org.latent4j.benchmarks.interleave.Contestant;

/**
 * One piece of work and everybody who does it.
 *
 * @param name a short name, such as {@code cd1-784x500x100}
 * @param title the work in words
 * @param contestants the first one is what the others are divided by
 */
record Comparison(String name, String title, List<Contestant> contestants) {}
