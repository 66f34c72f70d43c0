package org.latent4j.backend.java.fused;

/** Loops for a virtual machine that defines no classes at run time. */
public final class RefusingFactory {
  private RefusingFactory() {}

  /** Returns a factory that has not yet found out that it can make no loops. */
  public static LoopFactory make() {
    return new LoopFactory(
        classFile -> {
          throw new UnsupportedOperationException("no classes at run time");
        });
  }
}
