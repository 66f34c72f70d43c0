package org.latent4j.benchmarks.pytorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The derivatives of a variational autoencoder's loss, written out. */
final class ManualVae {
  private static final Scalar HALF = new Scalar(0.5);

  private final ManualLayers encoder;
  private final ManualLayers decoder;
  private final Tensor data;
  private final Tensor dataTransposed;
  private final Scalar perExample;
  private final Scalar minusHalfPerExample;
  private final Scalar halfPerExample;
  private final Tensor meanGradient;
  private final Tensor logVarianceGradient;
  private final Tensor noise;
  private final Tensor deviation;
  private final Tensor z;
  private final Tensor zTransposed;
  private final Tensor zGradient;
  private final int latent;

  ManualVae(FlatParameters parameters, int encoderLayers, int layers, int latent, Tensor data) {
    long batch = data.size(0);
    this.encoder = new ManualLayers(parameters, 0, encoderLayers, batch);
    this.decoder = new ManualLayers(parameters, encoderLayers, layers - encoderLayers, batch);
    this.data = data;
    this.dataTransposed = data.t();
    this.latent = latent;
    this.perExample = new Scalar(1.0 / batch);
    this.halfPerExample = new Scalar(0.5 / batch);
    this.minusHalfPerExample = new Scalar(-0.5 / batch);
    this.meanGradient = encoder.outputGradient().narrow(1, 0, latent);
    this.logVarianceGradient = encoder.outputGradient().narrow(1, latent, latent);
    this.noise = Torch.empty(batch, latent);
    this.deviation = Torch.empty(batch, latent);
    this.z = Torch.empty(batch, latent);
    this.zTransposed = z.t();
    this.zGradient = Torch.empty(batch, latent);
  }

  void gradients() {
    Tensor code = encoder.forward(data);
    try (Tensor mean = code.narrow(1, 0, latent);
        Tensor logVariance = code.narrow(1, latent, latent)) {
      torch.mul_out(deviation, logVariance, HALF);
      deviation.exp_();
      noise.normal_();
      torch.mul_out(z, deviation, noise);
      z.add_(mean);
      Tensor logits = decoder.forward(z);
      // Of the reconstruction, by the logits: (sigmoid - x) / B.
      Tensor gradient = decoder.outputGradient();
      torch.sigmoid_out(gradient, logits);
      gradient.sub_(data);
      gradient.mul_(perExample);
      decoder.backward(zTransposed, zGradient);
      latentGradients(mean);
    }
    encoder.backward(dataTransposed, null);
  }

  /**
   * By the mean: that of z, plus mean / B. By the log variance: half of that of z times noise times
   * deviation, plus (deviation^2 - 1) / (2 B).
   */
  private void latentGradients(Tensor mean) {
    torch.mul_out(logVarianceGradient, zGradient, noise);
    logVarianceGradient.mul_(deviation);
    logVarianceGradient.mul_(HALF);
    logVarianceGradient.addcmul_(deviation, deviation, halfPerExample);
    logVarianceGradient.add_(minusHalfPerExample);
    torch.add_out(meanGradient, zGradient, mean, perExample);
  }
}
