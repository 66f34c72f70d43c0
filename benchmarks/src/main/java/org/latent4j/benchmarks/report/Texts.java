package org.latent4j.benchmarks.report;

/** The words of the report. */
final class Texts {
  static final String INTRODUCTION =
      """
      # Benchmarks

      Written by `scripts/benchmarks --report`; the rounds behind every figure are in [benchmarks/](benchmarks/). All numbers are FLOAT32.

      How it is measured: every contestant (a backend, a way of calling BLAS, a way of writing the step in PyTorch) is a process of its own, by JMH or in Python. They take turns,
      forwards in one round and backwards in the next, first to warm up: a step of milliseconds runs so seldom that the virtual machine has compiled all of it only after some ten seconds. In its turn a contestant computes while all others wait: first a lead-in that is not counted, then an iteration that is. How long both
      are is in the table below ("a turn"; single operations and products have the short ones); it is the same for all contestants of a comparison, PyTorch and scikit-learn included. The lead-in is there because
      at the beginning of a turn the caches hold what the others have left and the threads have slept: with five contestants in turns of 0.2 s, all of it counted, a step of CD-1 with 512 rows,
      which touches 8 MB, took 1.20 times its products, in turns of a second 1.12 times. The heap is measured without, since JMH would count the bytes of the lead-in. A file that
      names no turn was measured before there was a lead-in: on 2026-11-27 in turns of a second, before that of 0.2 s (0.05 s for single operations and products). Before each turn nobody computes for 40 ms: threads that wait in busy loops go to sleep, and other programs are waited for.

      "Explicit vectors" is the same step in a virtual machine with `--add-modules jdk.incubator.vector` ([ADR 22](adr/0022-explicit-vectors.md)).

      A ratio is taken within a round, and its median over the rounds is shown, so that what slows the machine down for a while slows both sides down. Times are medians over the rounds.

      """;

  static final String CD1 =
      """
      The step of [PlainStep](../benchmarks/src/main/java/org/latent4j/benchmarks/rbm/PlainStep.java) as a compiled program, its state on the backend. "Its five products" are
      the products that it cannot do without, by direct calls of the BLAS library behind the backend on dense row-major matrices: two of [B, V] x [V, H], one with [H, V], two of [V, B] x [B, H]
      that accumulate; the faster of the library's two threads and two of our own. "PyTorch" is the fastest way of writing it (see below), in the same rounds; above 1 in "PyTorch /
      step" means that PyTorch takes longer.
      """;

  static final String PRODUCTS =
      """
      The same products by direct calls and by the backend. Direct calls hand OpenBLAS each product, or each thread's rectangle of it, in one piece; the backend `cpu` cuts them further
      where that is faster ([ADR 11](adr/0011-products-on-own-threads.md)), and so its own products can be faster than "its five products".
      """;

  static final String PCD1 =
      """
      `cd1-models` is made of the parts of `models` that `latent4j train rbm` is made of; `pcd1` keeps its chains.
      """;

  static final String NETWORKS =
      """
      A training step by Adam: a classifier with rectified units on the cross-entropy, and a variational autoencoder with rectified units, 50 Gaussian latent variables and Bernoulli
      pixels, gradients included.
      """;

  static final String EPOCH =
      """
      `Training.fit` for four epochs of CD-1 on 60,000 pictures of 784 pixels, 500 hidden units, batch 100: everything from the data set to the model, divided by its 2,400 steps, beside
      the bare step of `cd1-models`.
      """;

  static final String COMPILE =
      """
      `Program.compile` of the CD-1 step in a warm JVM, with its first run, less the time of a run.
      """;

  static final String HEAP =
      """
      What a step allocates on the Java heap, by JMH's `gc.alloc.rate.norm` in one iteration of up to ten seconds, JMH's own bytes included: some 90 kB an iteration, which at 2048x2048 are 300 to 800 B a step.
      """;

  static final String VARIANTS =
      """
      PyTorch 2.10 by its JavaCPP presets. All variants write to tensors made beforehand (`addmm_out`, `addmm_`, in-place functions) in inference mode, `autograd` excepted.
      `bernoulli` draws by `bernoulli_out`, `uniform` by `uniform_` into a buffer and `lt_` there; `autograd` uses PyTorch's gradients and its Adam, `manual` derivatives written out and an Adam over
      one flat tensor. "1+2" is `set_num_threads(1)` with two threads of OpenBLAS, "2+1" the other way round; two of each are not listed, because both pools wait in busy loops and take
      each other's processors (60 ms in place of 3). The fastest of a line is the PyTorch of the other tables.
      """;

  static final String OPERATIONS =
      """
      x and y are matrices, c is a row. Results overwrite those of the last run. The last line of each size is a fused pair.
      """;

  static final String MATRIX_PRODUCTS =
      """
      M x K x N and how the factors lie: `tn` has the first one transposed, `nt` the second.
      """;

  static final String PYTHON =
      """
      Steps of `scripts/benchmarks-python`, which take turns with the others by the same rules: the same lead-in, the same rounds. Debian's packages; the fastest way of each library counts.
      scikit-learn knows PCD-1 only.
      """;

  /** Measured by hand, since both sides are Latent4J, of two commits. */
  static final String SHORT_ROWS =
      """
      ## Short rows

      Chains, classes and the components of mixtures are rows of two to twenty numbers. Measured by JMH's own command in one process each, not in turns, before and
      after short rows were copied together (commit 5d91658) and rows gathered directly; means of five iterations, two threads.

      | work | `cpu` before | after | ratio | `java` before | after | ratio |
      | --- | --- | --- | --- | --- | --- | --- |
      | a leapfrog of HMC, eight schools, 1,024 chains as rows | 230 µs | 112 µs | 0.49 | 271 µs | 51.1 µs | 0.19 |
      | `x+c` [1024, 10] | 40.7 µs | 2.23 µs | 0.05 | 20.9 µs | 2.26 µs | 0.11 |
      | `x[:,0:1]*x` [1024, 10] | 59.8 µs | 10.9 µs | 0.18 | 54.1 µs | 9.28 µs | 0.17 |
      | `x[:,2:]` [1024, 10] | 26.4 µs | 9.23 µs | 0.35 | 15.9 µs | 4.82 µs | 0.30 |
      | `concat(1)` [1024, 10] | 48.2 µs | 17.0 µs | 0.35 | 34.6 µs | 9.41 µs | 0.27 |
      | `sum(1)` [1024, 10] | 12.5 µs | 10.8 µs | 0.86 | 5.61 µs | 5.62 µs | 1.00 |
      | `logSumExp(1)` [100000, 8] | 4.73 ms | 1.67 ms | 0.35 | 3.16 ms | 1.12 ms | 0.35 |
      | `gather` of 10,000 numbers | 618 µs | 83.2 µs | 0.13 | 587 µs | 37.8 µs | 0.06 |

      """;

  static final String HOW_TO =
      """
      ## How to measure

      ```sh
      scripts/benchmarks --size 784x500x100                       # a step of CD-1 on cpu and its products, 3 minutes
      scripts/benchmarks --backend java,cpu,blas --work cd1,pcd1  # on all backends
      scripts/benchmarks --work classifier,vae --peers            # beside PyTorch
      scripts/benchmarks --all --quick --report                   # everything, into this page: about 2 hours
      scripts/benchmarks --work cd1 --backend cpu,blas,java --peers --report   # measures one part again
      scripts/benchmarks --report                                 # only writes the page again
      scripts/benchmarks --work pcd1 --peers --python             # also beside Python; needs Debian's python3-sklearn, python3-torch
      ```

      The command builds what is missing; the first time it downloads PyTorch (120 MB). By hand, and for JMH's own command:

      ```sh
      mvn -Pbenchmarks -DskipTests -pl benchmarks -am package
      java -jar benchmarks/target/benchmarks.jar RbmStep.step -p backend=cpu,blas -p algorithm=cd1 -prof gc
      java -jar benchmarks/target/benchmarks.jar HmcTransition.transition ShortRowOperation -p backend=cpu,java
      java -jar benchmarks/target/benchmarks.jar -l               # what there is
      ```

      `mvn verify` neither downloads PyTorch nor fills `benchmarks/target/lib`; `mvn -Pbenchmarks -pl benchmarks -am verify` also tests that PyTorch's steps compute what ours compute.
      Close other programs, and trust ratios more than times.
      """;

  private Texts() {}
}
