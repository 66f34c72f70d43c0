package org.latent4j.models.rbm;

/**
 * How the negative phase of the log-likelihood gradient is estimated: where its Gibbs chains start
 * and how many steps they take.
 */
public sealed interface Method permits Cd, Pcd {
  /**
   * Returns how many Gibbs steps are taken for an update.
   *
   * @return at least 1
   */
  int steps();

  /**
   * Describes the method in the usual short way.
   *
   * @return such as {@code CD-1} or {@code PCD-15}
   */
  String label();
}
