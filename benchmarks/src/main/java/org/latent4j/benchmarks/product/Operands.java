package org.latent4j.benchmarks.product;

import org.latent4j.benchmarks.rbm.RbmSize;
import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;

/** The matrices that the five products start from, the same for every library. */
final class Operands {
  private Operands() {}

  /** Returns W [V, H], uniform in [-0.05, 0.05). */
  static float[] weights(RbmSize size) {
    float[] weights = uniforms(1, size.visible() * size.hidden());
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.1f * (weights[i] - 0.5f);
    }
    return weights;
  }

  /** Returns v0 [B, V], zeros and ones with equal odds. */
  static float[] data(RbmSize size) {
    float[] data = uniforms(2, size.batch() * size.visible());
    for (int i = 0; i < data.length; i++) {
      data[i] = data[i] < 0.5f ? 0 : 1;
    }
    return data;
  }

  private static float[] uniforms(long key, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Uniforms.float32((int) Threefry.block(key, i));
    }
    return values;
  }
}
