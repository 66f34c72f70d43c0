package org.latent4j.models.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.latent4j.backend.Backend;

/** The stages of a training that are done. Immutable. */
public final class Finished {
  private final Backend backend;
  private final Map<String, Run<?>> runs;

  Finished(Backend backend, Map<String, Run<?>> runs) {
    this.backend = backend;
    this.runs = new LinkedHashMap<>(runs);
  }

  /**
   * Counts the stages.
   *
   * @return at least 0
   */
  public int count() {
    return runs.size();
  }

  /**
   * Returns the runs in their order.
   *
   * @return by the names of the stages
   */
  public Map<String, Run<?>> runs() {
    return Map.copyOf(runs);
  }

  /**
   * Returns what a stage gave.
   *
   * @param stage its name
   * @param <P> the type of its parameters, which the caller knows
   * @return the run
   * @throws IllegalArgumentException if no stage of this name is done
   */
  // A curriculum knows the parameters of its own stages, which Java can't say of a name.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <P> Run<P> run(String stage) {
    Run<?> run = runs.get(stage);
    if (run == null) {
      throw new IllegalArgumentException(
          "training: no stage '" + stage + "' is done; done are " + runs.keySet());
    }
    return (Run<P>) run;
  }

  /**
   * Copies the parameters of a stage to the backend of the training.
   *
   * @param stage its name
   * @param <P> the type of its parameters, which the caller knows
   * @return the parameters; they live until the training ends
   * @throws IllegalArgumentException if no stage of this name is done
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as for run
  public <P> P parameters(String stage) {
    return this.<P>run(stage).parameters().on(backend);
  }
}
