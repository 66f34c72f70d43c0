package org.latent4j.models.training;

import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.ByteScale;
import org.latent4j.models.data.Dataset;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * A data set on a backend, held as bytes where the source is bytes, from which minibatches are
 * gathered and converted there. Made outside of a step and used in it, so that a minibatch costs
 * the host nothing but its indices.
 *
 * @param rows [N, V], UINT8 or the type of the model
 * @param offset what is subtracted from a stored element
 * @param divisor what the difference is divided by
 */
public record ResidentData(Tensor rows, double offset, double divisor) {

  /**
   * Copies a data set to a backend.
   *
   * @param backend where the tensor will live
   * @param type the type of the model, for values that are not bytes
   * @param data the data
   * @return the data; its tensor belongs to the innermost scope
   * @throws IllegalArgumentException if the values are too many for one Java array
   */
  public static ResidentData of(Backend backend, DataType type, Dataset data) {
    Optional<ByteScale> scale = data.byteScale();
    if (scale.isPresent()) {
      byte[] bytes = data.bytes(0, data.rows());
      Tensor rows = Tensor.of(backend, bytes, data.rows(), data.columns());
      return new ResidentData(rows, scale.get().offset(), scale.get().divisor());
    }
    float[] values = data.floats(0, data.rows());
    Tensor rows = Tensor.of(backend, values, data.rows(), data.columns()).cast(type);
    return new ResidentData(rows, 0, 1);
  }

  /**
   * Gathers a minibatch.
   *
   * @param indices INT32 [B]
   * @param type the type of the model
   * @return [B, V]
   */
  public Tensor batch(Tensor indices, DataType type) {
    Tensor batch = rows.gather(indices).cast(type);
    if (offset != 0) {
      batch = batch.sub(offset);
    }
    return divisor == 1 ? batch : batch.div(divisor);
  }
}
