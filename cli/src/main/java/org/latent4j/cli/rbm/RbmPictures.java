package org.latent4j.cli.rbm;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.latent4j.backend.Backend;
import org.latent4j.cli.picture.ColorScale;
import org.latent4j.cli.picture.HeatMapPicture;
import org.latent4j.cli.picture.Labels;
import org.latent4j.cli.picture.Legend;
import org.latent4j.cli.picture.TiledPicture;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.rbm.DayDream;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Pictures of a restricted Boltzmann machine: what each hidden unit sees, and what the machine
 * dreams. Where visible units are pixels they are shown as images, else as rows of a heat map with
 * the names of the columns.
 */
public final class RbmPictures {

  private static final int CHAINS = 10;
  private static final int[] STEPS = {0, 1, 2, 5, 10, 50, 200, 1000};

  private final RbmModel model;
  private final String origin;
  private final List<String> columnNames;

  /**
   * Prepares the pictures of a model.
   *
   * @param model the model
   * @param origin where it comes from, in a few words for the subtitles
   * @param columnNames the names of the visible units, or an empty list for their numbers
   */
  public RbmPictures(RbmModel model, String origin, List<String> columnNames) {
    this.model = model;
    this.origin = origin;
    this.columnNames =
        columnNames.isEmpty() ? numbers(model.rbm().visible().size()) : List.copyOf(columnNames);
  }

  /**
   * Draws the weights of every hidden unit.
   *
   * @param backend where the model is put for a moment
   * @return the picture
   */
  public BufferedImage filters(Backend backend) {
    int hidden = model.rbm().hidden().size();
    float[][] filters = Scope.within(() -> rows(model.on(backend).weights().transpose()));
    Legend legend =
        new Legend(
            hidden == 1
                ? "Filter of the hidden unit"
                : String.format(Locale.ROOT, "Filters of the %,d hidden units", hidden),
            origin,
            ColorScale.divergingFor(filters),
            "weight");
    return model
        .imageShape()
        .map(shape -> TiledPicture.draw(legend, filters, shape))
        .orElseGet(() -> heatMap(legend, "hidden unit", filters));
  }

  /**
   * Lets chains dream from random states and draws them on the way.
   *
   * @param backend where the chains run
   * @param key the source of the draws
   * @return the picture: one row a chain, one column a moment; of a model of other things than
   *     images only the last moment
   */
  public BufferedImage dreams(Backend backend, RandomKey key) {
    List<float[][]> moments = moments(backend, key);
    String last = String.format(Locale.ROOT, "%,d", STEPS[STEPS.length - 1]);
    if (model.imageShape().isEmpty()) {
      Legend legend = dreamLegend("after " + last + " Gibbs steps from random states");
      return heatMap(legend, "chain", moments.get(moments.size() - 1));
    }
    List<String> steps =
        IntStream.of(STEPS).mapToObj(n -> String.format(Locale.ROOT, "%,d", n)).toList();
    Labels labels = new Labels("chain", numbers(CHAINS), "Gibbs steps", steps);
    float[][] tiles = new float[CHAINS * STEPS.length][];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = moments.get(i % STEPS.length)[i / STEPS.length];
    }
    Legend legend = dreamLegend("Gibbs chains from random states");
    ImageShape shape = model.imageShape().orElseThrow();
    return TiledPicture.draw(legend, labels, tiles, shape, STEPS.length);
  }

  /**
   * Draws samples.
   *
   * @param probabilities one row a sample, the means of the visible units
   * @param steps how many Gibbs steps lie before them
   * @return the picture
   */
  public BufferedImage samples(float[][] probabilities, int steps) {
    Legend legend =
        dreamLegend(String.format(Locale.ROOT, "after %,d Gibbs steps from random states", steps));
    return model
        .imageShape()
        .map(shape -> TiledPicture.draw(legend, probabilities, shape))
        .orElseGet(() -> heatMap(legend, "chain", probabilities));
  }

  private List<float[][]> moments(Backend backend, RandomKey key) {
    return Scope.within(
        () -> {
          RbmParameters parameters = model.on(backend);
          List<float[][]> moments = new ArrayList<>();
          try (DayDream dream = DayDream.random(model.rbm(), parameters, CHAINS, key)) {
            int done = 0;
            for (int steps : STEPS) {
              moments.add(rows(dream.run(steps - done).probabilities()));
              done = steps;
            }
          }
          return moments;
        });
  }

  private Legend dreamLegend(String how) {
    String subtitle = origin.isEmpty() ? how : origin + "; " + how;
    return new Legend("What the model dreams", subtitle, ColorScale.grey(0, 1), "probability");
  }

  private BufferedImage heatMap(Legend legend, String rowAxis, float[][] rows) {
    return HeatMapPicture.draw(
        legend, new Labels(rowAxis, numbers(rows.length), "visible unit", columnNames), rows);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  /**
   * Copies a matrix to the host.
   *
   * @param matrix [rows, columns]
   * @return its rows
   */
  public static float[][] rows(Tensor matrix) {
    int count = matrix.shape().dim(0);
    int length = matrix.shape().dim(1);
    float[] values = matrix.cast(DataType.FLOAT32).toFloats();
    float[][] rows = new float[count][length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, i * length, rows[i], 0, length);
    }
    return rows;
  }
}
