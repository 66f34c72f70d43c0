/**
 * Feedforward networks as pure functions of their parameters. Start with {@link
 * org.latent4j.models.network.Mlp}, an architecture whose parameters are a list of {@link
 * org.latent4j.models.network.Dense}; {@link org.latent4j.models.network.Activation} has the
 * functions of the units and {@link org.latent4j.models.network.Initialization} the first weights.
 * Losses are in {@code models.loss}, optimisers in {@code models.optimizer}. A classifier, whole:
 *
 * <pre>{@code
 * Dataset digits = Digits.load().scaleToUnit();
 * Tensor x = Tensor.of(backend, digits.floats(0, digits.rows()), digits.rows(), 64);
 * Tensor labels = Labels.on(backend, digits.labels().orElseThrow(), 10);
 *
 * Mlp network = Mlp.inputs(64).layer(32, Activation.RELU).layer(10, Activation.IDENTITY);
 * List<Dense> parameters = network.draw(backend, DataType.FLOAT32, RandomKey.of(1));
 * Adam adam = Adam.rate(0.02);
 * try (Program<OptimizerState<List<Dense>>, Tensor, Tensor> training =
 *     Program.training(
 *         backend,
 *         adam.start(parameters),
 *         (state, rate) ->
 *             adam.descend(
 *                 state,
 *                 rate,
 *                 p -> Losses.crossEntropy(network.apply(p, x), labels).mean()))) {
 *   Tensor rate = Tensor.full(backend, DataType.FLOAT32, adam.learningRate().at(0, 1));
 *   for (int step = 0; step < 100; step++) {
 *     training.run(rate);
 *   }
 *   parameters = training.state().parameters();
 * }
 * int[] predicted = network.apply(parameters, x).argmax(1).toInts();
 * }</pre>
 *
 * <p>In earnest the data are cut into minibatches, gathered from {@link
 * org.latent4j.models.learning.ResidentRows} by indices that are the input of the step.
 */
@NullMarked
package org.latent4j.models.network;

import org.jspecify.annotations.NullMarked;
