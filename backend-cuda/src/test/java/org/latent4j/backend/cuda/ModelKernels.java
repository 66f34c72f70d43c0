package org.latent4j.backend.cuda;

import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.exp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.backend.cuda.kernel.Kernel;
import org.latent4j.models.data.Parts;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.loss.Labels;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.network.Activation;
import org.latent4j.models.network.Dense;
import org.latent4j.models.network.Mlp;
import org.latent4j.models.optimizer.Adam;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.optimizer.RmsProp;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Method;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.training.Loop;
import org.latent4j.models.training.Stage;
import org.latent4j.models.training.Training;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The kernels that the training of models asks for: machines by contrastive divergence and
 * persistent chains, classifiers, an autoencoder, with every optimiser, in both floating types.
 * Nothing is computed.
 */
public final class ModelKernels {
  private static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.SIGMOID,
          Activation.TANH,
          Activation.RELU,
          Activation.LEAKY_RELU,
          Activation.ELU,
          Activation.SELU,
          Activation.SOFTPLUS,
          Activation.HARD_SIGMOID,
          Activation.HARD_TANH,
          Activation.PRELU,
          Activation.GELU,
          Activation.GELU_TANH,
          Activation.SILU,
          Activation.MISH,
          Activation.maxout(2),
          Activation.SOFTMAX);

  private final Path cache;
  private final Set<Kernel> kernels = new LinkedHashSet<>();
  private int uses;

  private record Input(Tensor rate, RandomKey key) {}

  private record Nets(List<Dense> encoder, List<Dense> decoder) {}

  private ModelKernels(Path cache) {
    this.cache = cache;
  }

  /** A step of contrastive divergence, at a size that is measured on GPUs. */
  public static List<Kernel> ofContrastiveDivergence(Path cache, Precision precision, int batch) {
    ModelKernels models = new ModelKernels(cache);
    models.on(precision, backend -> contrastiveDivergence(backend, 784, 500, batch));
    return List.copyOf(models.kernels);
  }

  /** All of them. */
  public static List<Kernel> all(Path cache) {
    ModelKernels models = new ModelKernels(cache);
    for (Precision precision : Precision.values()) {
      models.on(precision, backend -> contrastiveDivergence(backend, 784, 500, 128));
      models.on(precision, backend -> contrastiveDivergence(backend, 1000, 601, 300));
    }
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      models.on(Precision.TF32, backend -> machine(backend, type, Cd.steps(2)));
      models.on(Precision.TF32, backend -> machine(backend, type, Pcd.steps(2).chains(30)));
      for (Optimizer optimizer :
          List.of(
              Sgd.rate(0.1).momentum(0.9), Sgd.rate(0.1), Adam.rate(0.01), RmsProp.rate(0.01))) {
        models.on(Precision.TF32, backend -> classifier(backend, type, optimizer));
        models.on(Precision.BF16, backend -> autoencoder(backend, type, optimizer));
      }
    }
    return List.copyOf(models.kernels);
  }

  private interface Use {
    void run(CudaBackend backend);
  }

  private void on(Precision precision, Use use) {
    RecordingDriver driver = new RecordingDriver();
    // A folder of its own: what the cache holds is not compiled.
    Path empty = cache.resolve("kernels" + uses++);
    try (CudaBackend backend = Recorded.backend(driver, empty, precision)) {
      Scope.within(
          () -> {
            use.run(backend);
          });
    }
    kernels.addAll(driver.compiled());
  }

  private static void contrastiveDivergence(
      CudaBackend backend, int visible, int hidden, int batch) {
    try (Program<Cd1.State, Cd1.Batch, Nothing> program = Cd1.program(backend, visible, hidden)) {
      program.run(
          new Cd1.Batch(
              Tensor.full(backend, DataType.FLOAT32, 1, batch, visible),
              Tensor.full(backend, DataType.FLOAT32, 0.1)));
    }
  }

  private static void machine(CudaBackend backend, DataType type, Method method) {
    Parts digits = Digits.parts().map(part -> part.threshold(0.5));
    Rbm rbm = Rbm.of(Units.bernoulli(64), Units.bernoulli(50));
    RbmLearner learner = RbmLearner.of(rbm, method).optimizer(Sgd.rate(0.05).momentum(0.5));
    Training.of(
            Stage.of("rbm", learner, Loop.epochs(1).batch(40))
                .scores(
                    Scores.of(Reading.values(), RbmScores.of(rbm))
                        .part("held_out", digits.validation().orElseThrow())))
        .type(type)
        .seed(1)
        .on(backend)
        .fit(digits.training());
  }

  private static void classifier(CudaBackend backend, DataType type, Optimizer optimizer) {
    Mlp network = Mlp.inputs(64);
    for (Activation activation : ACTIVATIONS) {
      network = network.layer(20, activation);
    }
    Mlp whole = network.layer(10, Activation.IDENTITY);
    Tensor x = Tensor.full(backend, type, 0.5, 40, 64);
    Tensor labels = Labels.on(backend, new int[40], 10);
    descend(
        backend,
        optimizer,
        whole.draw(backend, type, RandomKey.of(1)),
        type,
        (p, key) -> Losses.crossEntropy(whole.apply(p, x), labels).mean());
  }

  private static void autoencoder(CudaBackend backend, DataType type, Optimizer optimizer) {
    int code = 8;
    Mlp encoder = Mlp.inputs(64).layer(50, Activation.TANH).layer(2 * code, Activation.IDENTITY);
    Mlp decoder = Mlp.inputs(code).layer(50, Activation.RELU).layer(64, Activation.IDENTITY);
    Nets nets =
        new Nets(
            encoder.draw(backend, type, RandomKey.of(1)),
            decoder.draw(backend, type, RandomKey.of(2)));
    Tensor x = Tensor.full(backend, type, 0.5, 40, 64);
    descend(
        backend,
        optimizer,
        nets,
        type,
        (p, key) -> {
          Tensor both = encoder.apply(p.encoder(), x);
          Tensor mean = both.slice(1, 0, code);
          Tensor logVariance = both.slice(1, code, 2 * code);
          Tensor z = mean.add(exp(logVariance.mul(0.5)).mul(normalLike(key, mean)));
          return Losses.bernoulli(decoder.apply(p.decoder(), z), x)
              .add(Losses.divergenceFromStandardNormal(mean, logVariance))
              .mean();
        });
  }

  private static <P> void descend(
      CudaBackend backend,
      Optimizer optimizer,
      P parameters,
      DataType type,
      BiFunction<P, RandomKey, Tensor> loss) {
    try (Program<OptimizerState<P>, Input, Tensor> program =
        Program.training(
            backend,
            optimizer.start(parameters),
            (state, input) ->
                optimizer.descend(state, input.rate(), p -> loss.apply(p, input.key())))) {
      program.run(new Input(Tensor.full(backend, type, 0.1), RandomKey.of(3)));
    }
  }

  /** Distinct texts of several lists. */
  static List<Kernel> distinct(List<List<Kernel>> lists) {
    Set<Kernel> all = new LinkedHashSet<>();
    lists.forEach(all::addAll);
    return new ArrayList<>(all);
  }
}
