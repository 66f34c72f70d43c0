package org.latent4j.backend.cuda.driver;

/** Says that something that CUDA needs is not here. */
final class Missing extends Exception {
  private static final long serialVersionUID = 1L;

  private final String cure;

  Missing(String reason, String cure) {
    super(reason);
    this.cure = cure;
  }

  String cure() {
    return cure;
  }
}
