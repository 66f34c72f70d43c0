package org.latent4j.models.datasets;

import java.nio.file.Path;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.data.idx.IdxReader;
import org.latent4j.models.io.DataFormatException;

/**
 * MNIST, handwritten digits of 28 x 28 pixels (LeCun, Cortes and Burges, 1998), if its four files
 * lie in the folder {@code mnist} of {@link SharedData}.
 */
public final class Mnist {

  private static final double MAXIMUM = 255;

  private static final int VALIDATION_ROWS = 10_000;

  private Mnist() {}

  /**
   * The customary parts.
   *
   * @return the first 50,000 rows of {@link #train} to learn from, its last 10,000 for validation,
   *     {@link #test} for test
   * @throws DataFormatException if the files are not there; the message says where they belong
   */
  public static Parts parts() {
    return Parts.ofCounts(train(), VALIDATION_ROWS, 0).withTest(test());
  }

  /**
   * The training part.
   *
   * @return 60,000 rows of 784 grey values in [0, 1], held as bytes over 255, with the labels 0 to
   *     9
   * @throws DataFormatException if the files are not there; the message says where they belong
   */
  public static Dataset train() {
    return load("train", "mnist");
  }

  /**
   * The test part.
   *
   * @return 10,000 rows of 784 grey values in [0, 1], held as bytes over 255, with the labels 0 to
   *     9
   * @throws DataFormatException if the files are not there; the message says where they belong
   */
  public static Dataset test() {
    return load("t10k", "mnist-test");
  }

  private static Dataset load(String part, String name) {
    Path images = SharedData.require("mnist/" + part + "-images-idx3-ubyte.gz");
    Path labels = SharedData.require("mnist/" + part + "-labels-idx1-ubyte.gz");
    return IdxReader.standard().labels(labels).read(images).withName(name).scale(MAXIMUM);
  }
}
