package org.latent4j.backend;

/**
 * A backend's answer to the question whether it can run here.
 *
 * @param usable whether {@link BackendProvider#open} is expected to succeed
 * @param reason one sentence: what was found, or why it can't run
 * @param cure one sentence: what to do about it; empty if usable
 */
public record Probe(boolean usable, String reason, String cure) {
  /**
   * Says yes.
   *
   * @param reason what was found
   * @return the answer
   */
  public static Probe usable(String reason) {
    return new Probe(true, reason, "");
  }

  /**
   * Says no.
   *
   * @param reason why it can't run here
   * @param cure what to do about it
   * @return the answer
   */
  public static Probe unusable(String reason, String cure) {
    return new Probe(false, reason, cure);
  }
}
