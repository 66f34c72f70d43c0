package org.latent4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.latent4j.benchmarks.interleave.Contestant;
import org.latent4j.benchmarks.product.CdProducts;
import org.latent4j.benchmarks.rbm.RbmSize;
import org.latent4j.benchmarks.rbm.RbmStep;

/** The comparisons there are. */
final class Comparisons {
  private Comparisons() {}

  /** A step of CD-1 or PCD-1 and the products alone, on each backend. */
  static Comparison rbm(String algorithm, String size, List<String> backends) {
    RbmSize extents = RbmSize.parse(size);
    List<Contestant> contestants = new ArrayList<>();
    for (String backend : backends) {
      contestants.add(rbmStep(algorithm, size, backend));
      if (backend.equals("cpu") || backend.equals("blas")) {
        for (String calls : List.of("library-threads", "own-threads")) {
          contestants.add(products(calls, size, backend));
        }
      }
      contestants.add(products("backend", size, backend));
    }
    String title =
        String.format(
            Locale.ROOT,
            "%s, %dx%d, batch %d",
            algorithm,
            extents.visible(),
            extents.hidden(),
            extents.batch());
    return new Comparison(algorithm + "-" + size, title, contestants);
  }

  private static Contestant rbmStep(String algorithm, String size, String backend) {
    return new Contestant(
        "step " + backend,
        RbmStep.class.getName() + ".step",
        Map.of("backend", backend, "size", size, "algorithm", algorithm, "threads", "0"));
  }

  private static Contestant products(String calls, String size, String backend) {
    return new Contestant(
        "products " + backend + " " + calls,
        CdProducts.class.getName() + ".multiply",
        Map.of("backend", backend, "size", size, "calls", calls, "threads", "0"));
  }
}
