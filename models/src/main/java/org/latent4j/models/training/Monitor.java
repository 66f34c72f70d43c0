package org.latent4j.models.training;

import java.util.List;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.tensor.RandomKey;

/** Measures a model before training and after every epoch. */
public interface Monitor {
  /**
   * Names what is measured.
   *
   * @return the metrics, always the same and in the same order
   */
  List<String> metrics();

  /**
   * Measures the model.
   *
   * @param subject the model as it is
   * @return one value per metric, in their order
   */
  Map<String, Double> measure(Subject subject);

  /**
   * What a monitor looks at.
   *
   * @param rbm the machine
   * @param parameters its parameters, on the backend
   * @param training the data it is trained on
   * @param epoch how many epochs it has been trained
   * @param key the source of random numbers, a new one for each epoch and monitor
   */
  record Subject(Rbm rbm, RbmParameters parameters, Dataset training, int epoch, RandomKey key) {
    /**
     * Returns where the parameters are.
     *
     * @return the backend
     */
    public Backend backend() {
      return parameters.weights().backend();
    }
  }
}
