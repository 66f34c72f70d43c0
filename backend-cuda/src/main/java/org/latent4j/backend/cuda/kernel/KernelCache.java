package org.latent4j.backend.cuda.kernel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.latent4j.graph.Expression;

/** Texts that have been written before, by their forms. Thread-safe. */
final class KernelCache {
  /** When there are more the cache starts anew: an application that runs on never fills memory. */
  private static final int MOST = 4096;

  private final Map<Object, Kernel> kernels = new ConcurrentHashMap<>();
  private final Map<Expression, Skeleton> skeletons = new ConcurrentHashMap<>();

  Kernel kernel(Object form, Supplier<Kernel> write) {
    Kernel known = kernels.get(form);
    if (known == null) {
      known = write.get();
      put(kernels, form, known);
    }
    return known;
  }

  Skeleton skeleton(Expression expression) {
    Skeleton known = skeletons.get(expression);
    if (known == null) {
      known = Skeleton.of(expression);
      put(skeletons, expression, known);
    }
    return known;
  }

  private static <K, V> void put(Map<K, V> map, K key, V value) {
    if (map.size() >= MOST) {
      map.clear();
    }
    map.put(key, value);
  }
}
