package org.latent4j.benchmarks.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;

/**
 * Something to time. The names are those of {@code pytorch_peers.py}.
 *
 * @param name what is computed
 * @param part which part of it, empty for the whole step
 * @param make makes the program
 * @param <S> the program's state
 */
record GpuWork<S>(String name, String part, Function<Backend, Program<S, Nothing, Nothing>> make) {

  /** All of them, the smaller first. */
  static List<GpuWork<?>> all() {
    List<GpuWork<?>> works = new ArrayList<>();
    for (int[] size : GpuSteps.sizes()) {
      int v = size[0];
      int h = size[1];
      int batch = size[2];
      String name = String.format(Locale.ROOT, "cd1 %dx%d batch %d", v, h, batch);
      works.add(new GpuWork<>(name, "", backend -> GpuSteps.cd1(backend, v, h, batch)));
      works.add(
          new GpuWork<>(name, "five products", backend -> GpuSteps.products(backend, v, h, batch)));
    }
    String gibbs = "gibbs 784x500 chains 4096";
    works.add(new GpuWork<>(gibbs, "", backend -> GpuSteps.gibbs(backend, 784, 500, 4096)));
    works.add(
        new GpuWork<>(
            gibbs, "two products", backend -> GpuSteps.gibbsProducts(backend, 784, 500, 4096)));
    for (int batch : new int[] {128, 1024}) {
      works.add(
          new GpuWork<>(
              "classifier batch " + batch, "", backend -> GpuSteps.classifier(backend, batch)));
      works.add(
          new GpuWork<>("vae batch " + batch, "", backend -> GpuSteps.autoencoder(backend, batch)));
    }
    return works;
  }
}
