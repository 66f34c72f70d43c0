package org.latent4j.models.rbm;

import java.util.function.UnaryOperator;
import org.latent4j.models.unit.Units;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.sampling.Transition;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Draws the other layer given the moved one, then the moved one anew given the other. */
record BlockGibbs(
    Units moved,
    Units other,
    UnaryOperator<Tensor> inputOfOther,
    UnaryOperator<Tensor> inputOfMoved)
    implements MarkovKernel<Tensor, GibbsState, GibbsInfo> {

  @Override
  public GibbsState init(Tensor position) {
    return new GibbsState(position);
  }

  @Override
  public Tensor position(GibbsState state) {
    return state.position();
  }

  @Override
  public Transition<GibbsState, GibbsInfo> step(RandomKey key, GibbsState state) {
    Tensor between = other.sample(key.fold(0), inputOfOther.apply(state.position()));
    Tensor input = inputOfMoved.apply(between);
    Tensor position = moved.sample(key.fold(1), input);
    return new Transition<>(new GibbsState(position), new GibbsInfo(between, input));
  }
}
