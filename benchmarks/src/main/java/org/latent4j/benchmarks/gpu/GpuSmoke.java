package org.latent4j.benchmarks.gpu;

import static org.latent4j.tensor.Functions.sigmoid;

import java.util.Locale;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.backend.Backends;
import org.latent4j.benchmarks.gpu.GpuSteps.Machine;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Whether a GPU can be used at all, step by step: the libraries load, a generated kernel compiles
 * and computes, a product of cuBLASLt is right, a captured graph trains.
 */
public final class GpuSmoke {
  private final Backend backend;
  private long last = System.nanoTime();

  private GpuSmoke(Backend backend) {
    this.backend = backend;
  }

  /**
   * Prints what works; ends with status 1 at the first thing that does not.
   *
   * @param arguments the name of the backend, {@code cuda} if there is none
   */
  public static void main(String[] arguments) {
    String name = arguments.length > 0 ? arguments[0] : "cuda";
    try (Backend backend = Backends.open(name)) {
      System.out.println("smoke: " + backend.info().device() + " " + backend.info().versions());
      GpuSmoke smoke = new GpuSmoke(backend);
      Scope.within(smoke::run);
      System.out.println("smoke: all is well");
    } catch (BackendUnavailableException e) {
      System.out.println("smoke: " + e.getMessage());
      System.exit(1);
    } catch (RuntimeException | Error e) {
      System.out.println("smoke: FAILED: " + e);
      e.printStackTrace();
      System.exit(1);
    }
  }

  private Nothing run() {
    done("opened");
    Tensor x = GpuSteps.uniform(backend, 1000);
    require("sigmoid", Math.abs(sigmoid(x).mean().item() - meanOfSigmoid(x)) < 1e-5);
    done("kernels compiled and run");
    Tensor a = GpuSteps.uniform(backend, 65, 130);
    Tensor b = GpuSteps.uniform(backend, 130, 33);
    require("product", worstError(a, b) < 1e-4);
    done("product of cuBLASLt");
    try (Program<Machine, Nothing, Nothing> program = GpuSteps.cd1(backend, 64, 100, 20)) {
      for (int step = 0; step < 100; step++) {
        program.run(Nothing.NOTHING);
      }
      require("steps counted on the device", Wait.forDevice(program) == 100);
      require("finite weights", Double.isFinite(program.state().w().sum().item()));
    }
    done("graph captured and replayed");
    return Nothing.NOTHING;
  }

  private static double meanOfSigmoid(Tensor x) {
    double sum = 0;
    for (float value : x.toFloats()) {
      sum += 1 / (1 + Math.exp(-value));
    }
    return sum / x.shape().size();
  }

  private static double worstError(Tensor a, Tensor b) {
    float[] left = a.toFloats();
    float[] right = b.toFloats();
    float[] product = a.matmul(b).toFloats();
    int inner = a.shape().dim(1);
    int columns = b.shape().dim(1);
    double worst = 0;
    for (int i = 0; i < product.length; i++) {
      double sum = 0;
      for (int k = 0; k < inner; k++) {
        sum += (double) left[i / columns * inner + k] * right[k * columns + i % columns];
      }
      worst = Math.max(worst, Math.abs(sum - product[i]) / Math.abs(sum));
    }
    return worst;
  }

  private void require(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException(what + ": the result is wrong");
    }
  }

  private void done(String what) {
    long now = System.nanoTime();
    System.out.printf(Locale.ROOT, "smoke: ok, %s, %.2f s%n", what, (now - last) * 1e-9);
    last = now;
  }
}
