package org.latent4j.benchmarks.compare;

/** The parts of the report, by the names that the command line knows. */
public enum Section {
  /** A step of CD-1, as one writes it down. */
  CD1("cd1"),
  /** A step of CD-1 of the parts that training is made of. */
  CD1_MODELS("cd1-models"),
  /** A step of PCD-1, as one writes it down. */
  PCD1("pcd1"),
  /** A training step of a classifier. */
  CLASSIFIER("classifier"),
  /** A training step of a variational autoencoder. */
  VAE("vae"),
  /** An epoch of training an RBM. */
  EPOCH("epoch"),
  /** Compiling a step. */
  COMPILE("compile"),
  /** What steps allocate on the Java heap. */
  HEAP("heap"),
  /** Elementwise expressions, reductions and draws. */
  OPERATIONS("operations"),
  /** Matrix products. */
  PRODUCTS("products");

  private final String label;

  Section(String label) {
    this.label = label;
  }

  /**
   * Finds a part by its name.
   *
   * @param label such as {@code cd1}
   * @return the part
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Section of(String label) {
    for (Section section : values()) {
      if (section.label.equals(label)) {
        return section;
      }
    }
    throw new IllegalArgumentException("work: there is no '" + label + "'");
  }

  @Override
  public String toString() {
    return label;
  }
}
