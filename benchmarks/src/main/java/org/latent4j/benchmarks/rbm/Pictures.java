package org.latent4j.benchmarks.rbm;

import org.latent4j.models.data.Dataset;
import org.latent4j.models.datasets.Mnist;
import org.latent4j.models.datasets.SharedData;
import org.latent4j.random.Threefry;

/** Pictures to learn from: MNIST where its files are, else noise of the same shape. */
final class Pictures {
  private static final int PIXELS = 784;
  private static final String FILE = "mnist/train-images-idx3-ubyte.gz";

  private Pictures() {}

  /** Returns so many pictures, held as bytes over 255. */
  static Dataset of(int rows) {
    return SharedData.find(FILE).isPresent() ? mnist(rows) : noise(rows);
  }

  private static Dataset mnist(int rows) {
    Dataset all = Mnist.train();
    return rows < all.rows() ? all.slice(0, rows) : all;
  }

  private static Dataset noise(int rows) {
    byte[] bytes = new byte[rows * PIXELS];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Threefry.block(1, i);
    }
    return Dataset.ofBytes("noise", bytes, PIXELS).scale(255);
  }
}
