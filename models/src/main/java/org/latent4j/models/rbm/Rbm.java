package org.latent4j.models.rbm;

import org.latent4j.models.unit.Units;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A restricted Boltzmann machine: a visible layer v and a hidden layer h, connected by weights and
 * not among themselves (Smolensky 1986; Hinton 2010, <i>A practical guide to training restricted
 * Boltzmann machines</i>). Its energy and distribution are
 *
 * <pre>{@code
 * E(v, h) = E_v(v; b) + E_h(h; c) - v W h,   p(v, h) = exp(-E(v, h)) / Z
 * }</pre>
 *
 * with the layers' own energies, {@code -b v} and {@code -c h} for Bernoulli units. This class
 * holds the layers only; the parameters are given to each function, so that all of them are pure
 * and work at once as well as in a program. Rows of a tensor are independent states.
 */
public final class Rbm {
  private final Units visible;
  private final Units hidden;

  private Rbm(Units visible, Units hidden) {
    this.visible = visible;
    this.hidden = hidden;
  }

  /**
   * Makes a machine of two layers.
   *
   * @param visible the layer that stands for the data, V units
   * @param hidden the layer of latent variables, H units
   * @return the machine
   */
  public static Rbm of(Units visible, Units hidden) {
    return new Rbm(visible, hidden);
  }

  /**
   * Returns the layer of the data.
   *
   * @return V units
   */
  public Units visible() {
    return visible;
  }

  /**
   * Returns the layer of the latent variables.
   *
   * @return H units
   */
  public Units hidden() {
    return hidden;
  }

  /**
   * Computes the energy E(v, h).
   *
   * @param p the parameters
   * @param v [B, V]
   * @param h [B, H]
   * @return [B]
   */
  public Tensor energy(RbmParameters p, Tensor v, Tensor h) {
    requireColumns("hidden states", h, hidden.size());
    Tensor interaction = product(p, v).mul(h).sum(-1);
    return visible
        .energy(p.visibleBias(), v)
        .add(hidden.energy(p.hiddenBias(), h))
        .sub(interaction);
  }

  /**
   * Computes the free energy of visible states, {@code F(v) = -log sum_h exp(-E(v, h))}, so that
   * {@code log p(v) = -F(v) - log Z}.
   *
   * @param p the parameters
   * @param v [B, V]
   * @return [B]
   */
  public Tensor freeEnergy(RbmParameters p, Tensor v) {
    Tensor ofHidden = hidden.cumulant(hiddenInput(p, v)).sum(-1);
    return visible.energy(p.visibleBias(), v).sub(ofHidden);
  }

  /**
   * Computes the free energy of hidden states, {@code -log sum_v exp(-E(v, h))}.
   *
   * @param p the parameters
   * @param h [B, H]
   * @return [B]
   */
  public Tensor hiddenFreeEnergy(RbmParameters p, Tensor h) {
    Tensor ofVisible = visible.cumulant(visibleInput(p, h)).sum(-1);
    return hidden.energy(p.hiddenBias(), h).sub(ofVisible);
  }

  /**
   * Computes the total input of the hidden units, {@code v W + c}.
   *
   * @param p the parameters
   * @param v [B, V]
   * @return [B, H]
   * @throws IllegalArgumentException if a shape does not fit this machine
   */
  public Tensor hiddenInput(RbmParameters p, Tensor v) {
    return product(p, v).add(p.hiddenBias());
  }

  /**
   * Computes the total input of the visible units, {@code h W' + b}.
   *
   * @param p the parameters
   * @param h [B, H]
   * @return [B, V]
   * @throws IllegalArgumentException if a shape does not fit this machine
   */
  public Tensor visibleInput(RbmParameters p, Tensor h) {
    requireParameters(p);
    requireColumns("hidden states", h, hidden.size());
    return h.matmul(p.weights().transpose()).add(p.visibleBias());
  }

  /**
   * Computes the mean of the hidden units given visible states; for Bernoulli units {@code p(h = 1
   * | v)}.
   *
   * @param p the parameters
   * @param v [B, V]
   * @return [B, H]
   */
  public Tensor hiddenMean(RbmParameters p, Tensor v) {
    return hidden.mean(hiddenInput(p, v));
  }

  /**
   * Computes the mean of the visible units given hidden states; for Bernoulli units {@code p(v = 1
   * | h)}.
   *
   * @param p the parameters
   * @param h [B, H]
   * @return [B, V]
   */
  public Tensor visibleMean(RbmParameters p, Tensor h) {
    return visible.mean(visibleInput(p, h));
  }

  /**
   * Draws hidden states from p(h | v).
   *
   * @param key the source of the draws
   * @param p the parameters
   * @param v [B, V]
   * @return [B, H]
   */
  public Tensor sampleHidden(RandomKey key, RbmParameters p, Tensor v) {
    return hidden.sample(key, hiddenInput(p, v));
  }

  /**
   * Draws visible states from p(v | h).
   *
   * @param key the source of the draws
   * @param p the parameters
   * @param h [B, H]
   * @return [B, V]
   */
  public Tensor sampleVisible(RandomKey key, RbmParameters p, Tensor h) {
    return visible.sample(key, visibleInput(p, h));
  }

  /**
   * Returns the Gibbs sampler that moves visible states, v to h to v'. It leaves p(v) where it is.
   *
   * @param p the parameters
   * @return the kernel; positions are [chains, V]
   */
  public MarkovKernel<Tensor, GibbsState, GibbsInfo> gibbs(RbmParameters p) {
    return new BlockGibbs(visible, hidden, v -> hiddenInput(p, v), h -> visibleInput(p, h));
  }

  /**
   * Returns the Gibbs sampler that moves hidden states, h to v to h'. It leaves p(h) where it is.
   *
   * @param p the parameters
   * @return the kernel; positions are [chains, H]
   */
  public MarkovKernel<Tensor, GibbsState, GibbsInfo> gibbsHidden(RbmParameters p) {
    return new BlockGibbs(hidden, visible, h -> visibleInput(p, h), v -> hiddenInput(p, v));
  }

  private Tensor product(RbmParameters p, Tensor v) {
    requireParameters(p);
    requireColumns("visible states", v, visible.size());
    return v.matmul(p.weights());
  }

  private void requireParameters(RbmParameters p) {
    int visibleCount = p.weights().shape().dim(0);
    int hiddenCount = p.weights().shape().dim(1);
    if (visibleCount != visible.size() || hiddenCount != hidden.size()) {
      throw new IllegalArgumentException(
          this + ": the weights must be " + sizes() + ", but are " + p.weights().shape());
    }
  }

  private void requireColumns(String what, Tensor x, int size) {
    if (x.shape().rank() != 2 || x.shape().dim(1) != size) {
      throw new IllegalArgumentException(
          this + ": " + what + " must be [rows, " + size + "], but are " + x.shape());
    }
  }

  private String sizes() {
    return "[" + visible.size() + ", " + hidden.size() + "]";
  }

  /** Returns the sizes of both layers. */
  @Override
  public String toString() {
    return "rbm " + sizes();
  }
}
