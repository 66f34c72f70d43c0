package org.latent4j.models.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The architecture of a multilayer perceptron: dense layers one after the other. It holds no
 * tensor; its parameters are a list of {@link Dense}, which can be the state of a program and the
 * argument of a gradient.
 *
 * <pre>{@code
 * Mlp classifier =
 *     Mlp.inputs(784)
 *         .layer(500, Activation.RELU).dropout(0.5)
 *         .layer(500, Activation.RELU).dropout(0.5)
 *         .layer(10, Activation.IDENTITY);
 * List<Dense> parameters = classifier.draw(backend, DataType.FLOAT32, RandomKey.of(1));
 * Tensor logits = classifier.apply(parameters, x);
 * }</pre>
 *
 * @param inputs how many inputs there are, at least 1
 * @param layers the layers, from the input on
 */
public record Mlp(int inputs, List<Layer> layers) {
  /**
   * A layer.
   *
   * @param units how many units it has, at least 1
   * @param activation what they do with their inputs
   * @param initialization how their weights are drawn
   * @param dropout the probability that a unit's output is dropped in training, from 0 to below 1
   */
  public record Layer(
      int units, Activation activation, Initialization initialization, double dropout) {
    /**
     * Checks the numbers.
     *
     * @param units at least 1
     * @param activation what the units do with their inputs
     * @param initialization how the weights are drawn
     * @param dropout from 0 to below 1
     * @throws IllegalArgumentException if a number is out of range
     */
    public Layer {
      requireAtLeastOne("units in a layer", units);
      Dropout.requireProbability(dropout);
    }

    /** Whether there are columns for every unit, and what it learns. */
    private boolean fits(Dense dense) {
      boolean learns = activation.start().isPresent();
      return dense.outputs() == (long) units * activation.inputsPerUnit()
          && dense.learned().isPresent() == learns
          && dense.learned().stream().allMatch(numbers -> numbers.shape().dim(0) == units);
    }
  }

  /**
   * Checks the number of inputs and copies the list.
   *
   * @param inputs at least 1
   * @param layers the layers
   * @throws IllegalArgumentException if there is no input
   */
  public Mlp {
    requireAtLeastOne("inputs", inputs);
    layers = List.copyOf(layers);
  }

  /**
   * Starts with the inputs and no layer.
   *
   * @param count how many inputs there are, at least 1
   * @return the architecture, to be given layers
   */
  public static Mlp inputs(int count) {
    return new Mlp(count, List.of());
  }

  /**
   * Adds a layer whose weights are drawn as its activation needs it.
   *
   * @param units at least 1
   * @param activation what they do with their inputs
   * @return the longer architecture
   */
  public Mlp layer(int units, Activation activation) {
    List<Layer> longer = new ArrayList<>(layers);
    longer.add(new Layer(units, activation, activation.initialization(), 0));
    return new Mlp(inputs, longer);
  }

  /**
   * Sets how the weights into the last layer are drawn.
   *
   * @param initialization the scheme
   * @return the changed architecture
   * @throws IllegalStateException if there is no layer yet
   */
  public Mlp initialization(Initialization initialization) {
    Layer last = last("initialization");
    return withLast(new Layer(last.units, last.activation, initialization, last.dropout));
  }

  /**
   * Sets the dropout of the last layer's outputs.
   *
   * @param probability that a unit is dropped, from 0 to below 1
   * @return the changed architecture
   * @throws IllegalStateException if there is no layer yet
   */
  public Mlp dropout(double probability) {
    Layer last = last("dropout");
    return withLast(new Layer(last.units, last.activation, last.initialization, probability));
  }

  private Layer last(String setting) {
    if (layers.isEmpty()) {
      throw new IllegalStateException(
          "mlp: "
              + setting
              + " is set on the layer before it, but there is none yet; call layer()"
              + " first");
    }
    return layers.get(layers.size() - 1);
  }

  private Mlp withLast(Layer layer) {
    List<Layer> changed = new ArrayList<>(layers);
    changed.set(layers.size() - 1, layer);
    return new Mlp(inputs, changed);
  }

  /**
   * Returns how many outputs there are.
   *
   * @return the units of the last layer
   */
  public int outputs() {
    return layers.isEmpty() ? inputs : layers.get(layers.size() - 1).units();
  }

  /**
   * Makes parameters to start learning from: drawn weights, biases of 0.
   *
   * @param backend where the tensors will live
   * @param type FLOAT32 or FLOAT64
   * @param key the source of the draws; not to be used for anything else
   * @return one element a layer; new tensors, which belong to the innermost open scope
   */
  public List<Dense> draw(Backend backend, DataType type, RandomKey key) {
    List<Dense> parameters = new ArrayList<>();
    int width = inputs;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      parameters.add(
          Dense.draw(
              layer.activation,
              layer.initialization,
              backend,
              type,
              key.fold(i),
              width,
              layer.units));
      width = layer.units;
    }
    return List.copyOf(parameters);
  }

  /**
   * Computes the outputs of a network in use: no unit is dropped.
   *
   * @param parameters one element a layer
   * @param x [B, inputs], of the type of the parameters
   * @return [B, outputs]
   * @throws IllegalArgumentException if the parameters or x do not fit the architecture
   */
  public Tensor apply(List<Dense> parameters, Tensor x) {
    return run(parameters, x, null);
  }

  /**
   * Computes the outputs of a network in training: units are dropped where the architecture says
   * so.
   *
   * @param parameters one element a layer
   * @param x [B, inputs], of the type of the parameters
   * @param key the source of the draws; not to be used for anything else
   * @return [B, outputs]
   * @throws IllegalArgumentException if the parameters or x do not fit the architecture
   */
  public Tensor apply(List<Dense> parameters, Tensor x, RandomKey key) {
    return run(parameters, x, key);
  }

  private Tensor run(List<Dense> parameters, Tensor x, @Nullable RandomKey key) {
    requireFit(parameters, x);
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Dense dense = parameters.get(i);
      y = layer.activation.apply(dense.apply(y), dense.learned());
      if (key != null) {
        y = Dropout.apply(key.fold(i), y, layer.dropout);
      }
    }
    return y;
  }

  private void requireFit(List<Dense> parameters, Tensor x) {
    boolean fits = parameters.size() == layers.size();
    int width = inputs;
    for (int i = 0; fits && i < layers.size(); i++) {
      Layer layer = layers.get(i);
      fits = parameters.get(i).inputs() == width && layer.fits(parameters.get(i));
      width = layer.units;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "mlp: the architecture is "
              + this
              + ", but the parameters are of layers "
              + parameters.stream().map(layer -> layer.weights().shape().toString()).toList());
    }
    if (x.shape().rank() != 2 || x.shape().dim(1) != inputs) {
      throw new IllegalArgumentException(
          "mlp: the input must be [B, " + inputs + "], but its shape is " + x.shape());
    }
  }

  private static void requireAtLeastOne(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "mlp: the number of " + what + " must be at least 1, not " + count);
    }
  }

  /** Shows the sizes and activations, as in {@code 784-500 relu-10 identity}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(inputs);
    for (Layer layer : layers) {
      text.append('-').append(layer.units).append(' ').append(layer.activation.text());
    }
    return text.toString();
  }
}
