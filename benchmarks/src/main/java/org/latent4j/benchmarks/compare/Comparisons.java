package org.latent4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.latent4j.benchmarks.interleave.Contestant;
import org.latent4j.benchmarks.interleave.Contestant.Role;
import org.latent4j.benchmarks.network.ClassifierStep;
import org.latent4j.benchmarks.network.VaeStep;
import org.latent4j.benchmarks.operation.ElementwiseOperation;
import org.latent4j.benchmarks.operation.MatrixProduct;
import org.latent4j.benchmarks.product.CdProducts;
import org.latent4j.benchmarks.product.DirectCdProducts;
import org.latent4j.benchmarks.rbm.RbmStep;
import org.latent4j.benchmarks.rbm.TrainingEpoch;
import org.latent4j.benchmarks.report.Figure;

/** Makes the comparisons of a section. */
final class Comparisons {
  /** Those that have other loops if the virtual machine has explicit vectors. */
  private static final List<String> HOST_BACKENDS = List.of("java", "cpu", "blas");

  private static final String DEFAULT_THREADS = "0";

  private static final int MNIST_ROWS = 60_000;
  private static final int EPOCH_BATCH = 100;

  /** The default of {@link TrainingEpoch}. */
  private static final int EPOCHS = 4;

  private final List<String> backends;
  private final List<String> sizes;
  private final boolean peers;
  private final boolean python;

  /**
   * Sets who takes part.
   *
   * @param backends those of Latent4J
   * @param sizes of RBM steps
   * @param peers whether other libraries on the JVM are measured, too
   * @param python whether other libraries in Python are measured, too
   */
  Comparisons(List<String> backends, List<String> sizes, boolean peers, boolean python) {
    this.backends = backends;
    this.sizes = sizes;
    this.peers = peers;
    this.python = python;
  }

  List<Comparison> of(Section section) {
    return switch (section) {
      case CD1, CD1_MODELS, PCD1 -> sizes.stream().map(size -> rbm(section, size)).toList();
      case CLASSIFIER -> List.of(classifier());
      case VAE -> List.of(vae());
      case EPOCH -> List.of(epoch());
      case COMPILE -> List.of(compile());
      case HEAP -> heap();
      case OPERATIONS -> List.of(operations("100x500"), operations("1000x1000"));
      case PRODUCTS -> List.of(products());
    };
  }

  private List<Contestant> peers(List<Contestant> candidates) {
    return peers ? candidates : List.of();
  }

  private List<Contestant> python(List<Contestant> candidates) {
    return python ? candidates : List.of();
  }

  private static Contestant ours(
      String backend, String label, Class<?> type, String method, Map<String, String> parameters) {
    return new Contestant(Role.OURS, backend, label, type.getName() + method, parameters);
  }

  // ---- steps of an RBM ----

  private Comparison rbm(Section section, String size) {
    List<Contestant> contestants = new ArrayList<>();
    for (String backend : backends) {
      contestants.add(rbmStep(section.toString(), size, backend));
      if (HOST_BACKENDS.contains(backend)) {
        contestants.add(withExplicitVectors(rbmStep(section.toString(), size, backend)));
      }
      if (section == Section.CD1) {
        contestants.addAll(fiveProducts(size, backend));
      }
    }
    if (section != Section.CD1_MODELS) {
      contestants.addAll(peers(Peers.rbm(section.toString(), size)));
      contestants.addAll(python(PythonPeers.rbm(section, size)));
    }
    return new Comparison(section, section + "-" + size, size, "", contestants);
  }

  private static Contestant rbmStep(String algorithm, String size, String backend) {
    return ours(
        backend,
        "step",
        RbmStep.class,
        ".step",
        Map.of(
            "backend", backend, "size", size, "algorithm", algorithm, "threads", DEFAULT_THREADS));
  }

  private static Contestant withExplicitVectors(Contestant step) {
    return new Contestant(
        step.role(),
        step.group(),
        Figure.EXPLICIT_VECTORS,
        step.benchmark(),
        step.parameters(),
        step.steps(),
        List.of("--add-modules", "jdk.incubator.vector"));
  }

  private static List<Contestant> fiveProducts(String size, String backend) {
    List<Contestant> contestants = new ArrayList<>();
    if (backend.equals("cpu") || backend.equals("blas")) {
      for (String calls : List.of("library-threads", "own-threads")) {
        contestants.add(
            new Contestant(
                Role.FLOOR,
                backend,
                calls,
                DirectCdProducts.class.getName() + ".multiply",
                Map.of("backend", backend, "size", size, "calls", calls)));
      }
    }
    contestants.add(backendProducts(size, backend, "backend", DEFAULT_THREADS));
    contestants.add(backendProducts(size, backend, "backend, one thread", "1"));
    return contestants;
  }

  private static Contestant backendProducts(
      String size, String backend, String label, String threads) {
    return new Contestant(
        Role.FLOOR,
        backend,
        label,
        CdProducts.class.getName() + ".multiply",
        Map.of("backend", backend, "size", size, "threads", threads));
  }

  // ---- networks ----

  private Comparison classifier() {
    List<Contestant> contestants = new ArrayList<>(steps(ClassifierStep.class));
    contestants.addAll(peers(Peers.classifier()));
    contestants.addAll(python(PythonPeers.network(Section.CLASSIFIER)));
    return new Comparison(
        Section.CLASSIFIER, "classifier", "784-500-500-10, batch 100", "", contestants);
  }

  private Comparison vae() {
    List<Contestant> contestants = new ArrayList<>(steps(VaeStep.class));
    contestants.addAll(peers(Peers.vae()));
    contestants.addAll(python(PythonPeers.network(Section.VAE)));
    return new Comparison(Section.VAE, "vae", "784-200-200-50, batch 100", "", contestants);
  }

  /** A network's step on every backend. */
  private List<Contestant> steps(Class<?> type) {
    return backends.stream()
        .map(
            backend ->
                ours(
                    backend,
                    "step",
                    type,
                    ".step",
                    Map.of("backend", backend, "threads", DEFAULT_THREADS)))
        .toList();
  }

  // ---- memory ----

  /** The steps without anybody to compare with, for one long iteration. */
  private List<Comparison> heap() {
    List<Comparison> comparisons = new ArrayList<>();
    for (String size : sizes) {
      List<Contestant> steps =
          backends.stream().map(backend -> rbmStep("cd1", size, backend)).toList();
      comparisons.add(heap("cd1-" + size, steps));
    }
    comparisons.add(heap("classifier", steps(ClassifierStep.class)));
    comparisons.add(heap("vae", steps(VaeStep.class)));
    return comparisons;
  }

  private static Comparison heap(String work, List<Contestant> steps) {
    return new Comparison(Section.HEAP, "heap-" + work, work, "", steps);
  }

  // ---- training and compiling ----

  private Comparison epoch() {
    List<Contestant> contestants = new ArrayList<>();
    for (String backend : backends) {
      contestants.add(
          new Contestant(
              Role.OURS,
              backend,
              "epoch",
              TrainingEpoch.class.getName() + ".train",
              Map.of("backend", backend, "threads", DEFAULT_THREADS),
              EPOCHS * MNIST_ROWS / EPOCH_BATCH));
      contestants.add(rbmStep("cd1-models", "784x500x" + EPOCH_BATCH, backend));
    }
    return new Comparison(Section.EPOCH, "epoch", "784x500, batch 100", "", contestants);
  }

  private Comparison compile() {
    List<Contestant> contestants = new ArrayList<>();
    for (String backend : backends) {
      Map<String, String> parameters =
          Map.of("backend", backend, "size", "784x500x100", "algorithm", "cd1", "threads", "0");
      contestants.add(
          ours(backend, "compile and step", RbmStep.class, ".compileAndStep", parameters));
      contestants.add(ours(backend, "step", RbmStep.class, ".step", parameters));
    }
    return new Comparison(Section.COMPILE, "compile", "784x500x100", "", contestants);
  }

  // ---- single operations ----

  private Comparison operations(String shape) {
    List<Contestant> contestants = new ArrayList<>();
    for (String backend : backends) {
      contestants.add(
          ours(
              backend,
              "",
              ElementwiseOperation.class,
              ".compute",
              Map.of("backend", backend, "threads", DEFAULT_THREADS, "shape", shape)));
    }
    contestants.addAll(peers(Peers.operations(Map.of("shape", shape))));
    return new Comparison(
        Section.OPERATIONS, "operations-" + shape, shape, "operation", contestants);
  }

  private Comparison products() {
    List<Contestant> contestants = new ArrayList<>();
    for (String backend : backends) {
      contestants.add(
          ours(
              backend,
              "",
              MatrixProduct.class,
              ".multiply",
              Map.of("backend", backend, "threads", DEFAULT_THREADS)));
    }
    contestants.addAll(peers(Peers.products()));
    return new Comparison(Section.PRODUCTS, "products", "", "product", contestants);
  }
}
