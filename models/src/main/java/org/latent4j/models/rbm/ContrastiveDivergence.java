package org.latent4j.models.rbm;

import org.latent4j.sampling.MarkovKernel;
import org.latent4j.sampling.Transition;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * Estimates of the log-likelihood's gradient from short Gibbs chains, those of {@link Rbm#gibbs}
 * and {@link Rbm#gibbsHidden}. CD and persistent CD differ in where the chains start.
 *
 * <p>The conventions are those of Hinton 2010, section 3: hidden units given the data enter the
 * statistics by their means (probabilities); all states within a chain, visible ones too, are
 * drawn; the hidden units at the end of the chain enter by their means again. Drawing in place of
 * the means would have the same expectation and more noise.
 *
 * <p>These are pure functions, to be called from a step of a program or eagerly. They need no
 * products but those of the chain: with the two that {@link Phases#descent} stands for, CD-1 takes
 * five.
 */
public final class ContrastiveDivergence {
  private ContrastiveDivergence() {}

  /**
   * Runs CD-k: chains start at the data (Hinton 2002, <i>Training products of experts by minimizing
   * contrastive divergence</i>).
   *
   * @param rbm the machine
   * @param p its parameters
   * @param data [B, V]
   * @param steps k, at least 1: how often the visible units are drawn; 2k + 1 products
   * @param key the source of the draws
   * @return both phases; the negative one has B rows
   * @throws IllegalArgumentException if there are less than 1 steps
   */
  public static Phases phases(Rbm rbm, RbmParameters p, Tensor data, int steps, RandomKey key) {
    MarkovKernel<Tensor, GibbsState, GibbsInfo> gibbs = rbm.gibbs(p);
    Tensor positive = rbm.hiddenMean(p, data);
    Tensor negative = gibbs.position(gibbs.steps(key, gibbs.init(data), steps).state());
    return new Phases(data, positive, negative, rbm.hiddenMean(p, negative));
  }

  /**
   * Runs persistent CD-k: chains go on from where the last step left them (Tieleman 2008,
   * <i>Training restricted Boltzmann machines using approximations to the likelihood gradient</i>).
   * They are kept by their hidden states, which saves a product over keeping visible ones.
   *
   * @param rbm the machine
   * @param p its parameters
   * @param data [B, V]
   * @param chains [C, H], hidden states; C need not be B
   * @param steps k, at least 1: how often the visible units are drawn; 2k + 1 products
   * @param key the source of the draws
   * @return both phases, the negative one with C rows, and the moved chains
   * @throws IllegalArgumentException if there are less than 1 steps
   */
  public static Persistent persistent(
      Rbm rbm, RbmParameters p, Tensor data, Tensor chains, int steps, RandomKey key) {
    MarkovKernel<Tensor, GibbsState, GibbsInfo> gibbs = rbm.gibbsHidden(p);
    Transition<GibbsState, GibbsInfo> moved = gibbs.steps(key, gibbs.init(chains), steps);
    Tensor mean = rbm.hidden().mean(moved.info().input());
    Phases phases = new Phases(data, rbm.hiddenMean(p, data), moved.info().between(), mean);
    return new Persistent(phases, gibbs.position(moved.state()));
  }

  /**
   * What a step of persistent contrastive divergence gives.
   *
   * @param phases what the learning step needs
   * @param chains [C, H], the hidden states to go on from
   */
  public record Persistent(Phases phases, Tensor chains) {}
}
