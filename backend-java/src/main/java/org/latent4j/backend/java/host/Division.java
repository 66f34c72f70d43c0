package org.latent4j.backend.java.host;

/** When the nodes of a plan are divided among the threads. */
public enum Division {
  /** Where the work is worth waking a thread for. */
  WHERE_IT_PAYS,
  /** Always, so that small tests reach what is otherwise done for large tensors only. */
  ALWAYS
}
