package org.latent4j.benchmarks.interleave;

/**
 * How often and how long every contestant computes. A turn of a measured round is a lead-in, which
 * is not counted, and right after it the iteration that is counted; a turn of the warm-up has no
 * lead-in.
 *
 * @param warmups iterations that are not counted, before the measured rounds
 * @param warmupMillis the length of one of them
 * @param measured iterations that are counted
 * @param leadInMillis how long a contestant computes uncounted at the beginning of its turn; 0 for
 *     not at all, and only then the bytes that a step allocates are measured, because JMH would add
 *     those of the lead-in
 * @param millis the length of a counted iteration
 */
public record Rounds(int warmups, int warmupMillis, int measured, int leadInMillis, int millis) {
  /**
   * Describes the warm-up.
   *
   * @return such as {@code 15 times 1000 ms}
   */
  public String warmup() {
    return warmups + " times " + warmupMillis + " ms";
  }

  /**
   * Describes a turn.
   *
   * @return such as {@code 300 ms uncounted and 1000 ms counted}
   */
  public String turn() {
    return leadInMillis + " ms uncounted and " + millis + " ms counted";
  }
}
