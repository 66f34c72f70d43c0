package org.latent4j.backend;

/**
 * Offers a backend to {@link java.util.ServiceLoader}. Loading and making a provider must cost
 * nothing: no native library before {@link #open}.
 */
public interface BackendProvider {
  /**
   * Returns the name by which users ask for the backend.
   *
   * @return a short lower-case name, such as {@code cpu}
   */
  String name();

  /**
   * Says how much this backend is to be preferred to others.
   *
   * @return the priority; cuda has 300, cpu 200, blas 100, java 0
   */
  int priority();

  /**
   * Finds out whether the backend can run here. Never throws and leaves nothing behind on the disk;
   * a {@link LinkageError} is an answer, too.
   *
   * @return the answer
   */
  Probe probe();

  /**
   * Opens the backend.
   *
   * @param options the settings
   * @return a new, open backend
   * @throws BackendUnavailableException if it can't run here, with the reason and the cure
   */
  Backend open(BackendOptions options);
}
