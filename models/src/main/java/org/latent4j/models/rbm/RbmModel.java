package org.latent4j.models.rbm;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.io.Safetensors;
import org.latent4j.models.io.SavedTensor;
import org.latent4j.models.io.SavedTree;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * A restricted Boltzmann machine with its parameters, held on the host: it outlives every backend,
 * can be put on any of them, saved and loaded. Immutable.
 *
 * <p>The file is safetensors with the tensors {@code weights} [V, H], {@code visible_bias} [V] and
 * {@code hidden_bias} [H], in this order, all F32 or all F64. The metadata hold {@code format}
 * ({@value #FORMAT}), {@code visible_units} and {@code hidden_units} (the kinds of units), {@code
 * image_shape} where the data are images, and whatever provenance the model was given, its keys
 * prefixed with {@code provenance.}. There is no time stamp: the same model makes the same bytes.
 */
public final class RbmModel {
  /** The value of the metadata entry {@code format}. */
  public static final String FORMAT = "latent4j.rbm.1";

  private static final String PROVENANCE = "provenance.";

  private final Rbm rbm;
  private final SavedTensor weights;
  private final SavedTensor visibleBias;
  private final SavedTensor hiddenBias;
  private final String imageShape;
  private final Map<String, String> provenance;

  private RbmModel(
      Rbm rbm,
      SavedTensor weights,
      SavedTensor visibleBias,
      SavedTensor hiddenBias,
      String imageShape,
      Map<String, String> provenance) {
    this.rbm = rbm;
    this.weights = weights;
    this.visibleBias = visibleBias;
    this.hiddenBias = hiddenBias;
    this.imageShape = imageShape;
    this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /**
   * Copies parameters from a backend.
   *
   * @param rbm the machine
   * @param parameters its parameters
   * @param provenance where they come from, as names and values, in the order in which they are to
   *     be written
   * @return the model
   */
  public static RbmModel of(Rbm rbm, RbmParameters parameters, Map<String, String> provenance) {
    return new RbmModel(
        rbm,
        saved("weights", parameters.weights()),
        saved("visible_bias", parameters.visibleBias()),
        saved("hidden_bias", parameters.hiddenBias()),
        "",
        provenance);
  }

  /**
   * Takes parameters as training gives them.
   *
   * @param rbm the machine
   * @param parameters its parameters
   * @param provenance where they come from, as names and values, in the order in which they are to
   *     be written
   * @return the model
   */
  public static RbmModel of(
      Rbm rbm, SavedTree<RbmParameters> parameters, Map<String, String> provenance) {
    return new RbmModel(
        rbm,
        parameters.leaf("weights"),
        parameters.leaf("visible_bias"),
        parameters.leaf("hidden_bias"),
        "",
        provenance);
  }

  private static SavedTensor saved(String name, Tensor tensor) {
    int[] shape = tensor.shape().dims();
    return tensor.type() == DataType.FLOAT64
        ? SavedTensor.of(name, tensor.toDoubles(), shape)
        : SavedTensor.of(name, tensor.toFloats(), shape);
  }

  /**
   * Returns this model with the shape of the images that its visible units stand for.
   *
   * @param shape height and width, whose product is the number of visible units
   * @return the model
   * @throws IllegalArgumentException if the product differs
   */
  public RbmModel withImageShape(ImageShape shape) {
    if (shape.height() * shape.width() != rbm.visible().size()) {
      throw new IllegalArgumentException(
          "rbm model: images of "
              + shape.height()
              + " x "
              + shape.width()
              + " do not have "
              + rbm.visible().size()
              + " pixels");
    }
    String text = shape.height() + "x" + shape.width();
    return new RbmModel(rbm, weights, visibleBias, hiddenBias, text, provenance);
  }

  /**
   * Returns the machine without its parameters.
   *
   * @return the layers
   */
  public Rbm rbm() {
    return rbm;
  }

  /**
   * Returns the element type of the parameters.
   *
   * @return FLOAT32 or FLOAT64
   */
  public DataType type() {
    return weights.type();
  }

  /**
   * Returns the shape of the images that the visible units stand for.
   *
   * @return height and width; empty if the data are not images
   */
  public Optional<ImageShape> imageShape() {
    return imageShape.isEmpty() ? Optional.empty() : Optional.of(parseImageShape(imageShape));
  }

  /**
   * Returns where the parameters come from.
   *
   * @return names and values in the order in which they are written
   */
  public Map<String, String> provenance() {
    return provenance;
  }

  /**
   * Copies the parameters to a backend.
   *
   * @param backend where the tensors will live; they belong to the innermost open scope
   * @return the parameters, in the type they are held in
   */
  public RbmParameters on(Backend backend) {
    return new RbmParameters(
        tensor(backend, weights), tensor(backend, visibleBias), tensor(backend, hiddenBias));
  }

  private static Tensor tensor(Backend backend, SavedTensor saved) {
    return saved.type() == DataType.FLOAT64
        ? Tensor.of(backend, saved.doubles(), saved.shape())
        : Tensor.of(backend, saved.floats(), saved.shape());
  }

  /**
   * Writes the model to a file, which is complete or, after a failure, not there or as before.
   *
   * @param file where to write
   * @throws DataFormatException if it can't be written
   * @throws IllegalStateException if {@link #load} could not make the units of a layer again
   */
  public void save(Path file) {
    requireLoadable("visible", rbm.visible());
    requireLoadable("hidden", rbm.hidden());
    Safetensors.Builder builder =
        Safetensors.builder()
            .metadata("format", FORMAT)
            .metadata("visible_units", rbm.visible().name())
            .metadata("hidden_units", rbm.hidden().name());
    if (!imageShape.isEmpty()) {
      builder.metadata("image_shape", imageShape);
    }
    provenance.forEach((name, value) -> builder.metadata(PROVENANCE + name, value));
    builder.tensor(weights).tensor(visibleBias).tensor(hiddenBias).build().write(file);
  }

  /** The file has the name of a kind alone: one that is not found by it would be lost. */
  private static void requireLoadable(String layer, Units units) {
    boolean found;
    try {
      found = Units.named(units.name(), units.size()).getClass() == units.getClass();
    } catch (IllegalArgumentException e) {
      found = false;
    }
    if (!found) {
      throw new IllegalStateException(
          "rbm model: the "
              + (layer + " units are '" + units.name() + "', of " + units.getClass().getName())
              + ", which can't be loaded again by this name; save the parameters alone, by"
              + " Safetensors");
    }
  }

  /**
   * Reads a model from a file.
   *
   * @param file where to read
   * @return the model
   * @throws DataFormatException if the file is missing, damaged or not a model of this kind
   */
  public static RbmModel load(Path file) {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = content.metadata();
    String format = metadata.getOrDefault("format", "");
    if (!format.equals(FORMAT)) {
      throw new DataFormatException(
          file
              + ": this is not a model that `latent4j train rbm` wrote: its format is '"
              + format
              + "', not '"
              + FORMAT
              + "'");
    }
    SavedTensor weights = content.tensor("weights");
    SavedTensor visibleBias = content.tensor("visible_bias");
    SavedTensor hiddenBias = content.tensor("hidden_bias");
    requireShapes(file, weights, visibleBias, hiddenBias);
    Rbm rbm =
        Rbm.of(
            units(file, metadata, "visible_units", weights.shape()[0]),
            units(file, metadata, "hidden_units", weights.shape()[1]));
    Map<String, String> provenance = new LinkedHashMap<>();
    metadata.forEach(
        (name, value) -> {
          if (name.startsWith(PROVENANCE)) {
            provenance.put(name.substring(PROVENANCE.length()), value);
          }
        });
    RbmModel model = new RbmModel(rbm, weights, visibleBias, hiddenBias, "", provenance);
    String images = metadata.getOrDefault("image_shape", "");
    return images.isEmpty() ? model : withImages(file, model, images);
  }

  private static RbmModel withImages(Path file, RbmModel model, String text) {
    try {
      return model.withImageShape(parseImageShape(text));
    } catch (IllegalArgumentException e) {
      throw new DataFormatException(
          file + ": the image shape '" + text + "' in the metadata does not fit the weights", e);
    }
  }

  private static ImageShape parseImageShape(String text) {
    String[] parts = text.split("x", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("image shape: '" + text + "' is not of the form 28x28");
    }
    return new ImageShape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  private static Units units(Path file, Map<String, String> metadata, String key, int size) {
    try {
      return Units.named(metadata.getOrDefault(key, ""), size);
    } catch (IllegalArgumentException e) {
      throw new DataFormatException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireShapes(
      Path file, SavedTensor weights, SavedTensor visibleBias, SavedTensor hiddenBias) {
    int[] shape = weights.shape();
    DataType type = weights.type();
    boolean fits =
        shape.length == 2
            && shape[0] > 0
            && shape[1] > 0
            && Arrays.equals(visibleBias.shape(), new int[] {shape[0]})
            && Arrays.equals(hiddenBias.shape(), new int[] {shape[1]})
            && type.isFloating()
            && visibleBias.type() == type
            && hiddenBias.type() == type;
    if (!fits) {
      throw new DataFormatException(
          file
              + ": weights [V, H], visible_bias [V] and hidden_bias [H] of one floating type are"
              + " needed, but there are "
              + weights
              + ", "
              + visibleBias
              + " and "
              + hiddenBias);
    }
  }
}
