package org.latent4j.tck;

import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * What a layer of units answers, as functions of natural inputs a [..., n] (the layer's bias and
 * what other layers send):
 *
 * <pre>{@code
 * p(x | a) = exp(-energy(a, x) - sum of cumulant(a))
 * }</pre>
 *
 * <p>A layer type is verified through method references: {@code new UnitFunctions(units::energy,
 * units::cumulant, units::mean, units::variance, units::sample)}.
 *
 * @param energy of inputs and states [..., n]: [...]
 * @param cumulant the log-partition function of every unit: [..., units]
 * @param mean the mean of every element: [..., n]
 * @param variance the variance of every element: [..., n]
 * @param sample a draw of every element: [..., n]
 */
public record UnitFunctions(
    BinaryOperator<Tensor> energy,
    UnaryOperator<Tensor> cumulant,
    UnaryOperator<Tensor> mean,
    UnaryOperator<Tensor> variance,
    BiFunction<RandomKey, Tensor, Tensor> sample) {}
