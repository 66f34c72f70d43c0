package org.latent4j.models.learning;

import java.util.Optional;
import org.latent4j.tensor.Tensor;

/**
 * The examples of a minibatch as the data set has them, before a {@link Reading} makes of them what
 * a model wants. What the reading did not ask for is absent.
 *
 * @param values [B, V], scaled, of the model's type
 * @param labels INT32 [B]
 * @param targets [B, T], of the model's type
 * @param present [B, V], of the model's type: 1 where a value is known, 0 where it is missing (and
 *     the value is 0)
 * @param weights [B], of the model's type
 */
public record Rows(
    Tensor values,
    Optional<Tensor> labels,
    Optional<Tensor> targets,
    Optional<Tensor> present,
    Optional<Tensor> weights) {}
