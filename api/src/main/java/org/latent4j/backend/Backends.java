package org.latent4j.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and opens backends. Which ones there are is decided by the class path: each backend is a
 * dependency of its own.
 *
 * <pre>{@code
 * try (Backend backend = Backends.best()) {
 *   Tensor x = Tensor.of(backend, new float[] {1, 2, 3}, 3);
 * }
 * }</pre>
 */
public final class Backends {
  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /**
   * Lists the backends on the class path, usable or not.
   *
   * @return the providers, highest priority first
   */
  public static List<BackendProvider> list() {
    Map<BackendProvider, Integer> priorities = new LinkedHashMap<>();
    var candidates = ServiceLoader.load(BackendProvider.class).iterator();
    boolean more = true;
    while (more) {
      try {
        more = candidates.hasNext();
        if (more) {
          addTo(priorities, candidates.next());
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        warnOfBroken(e);
      }
    }
    List<BackendProvider> providers = new ArrayList<>(priorities.keySet());
    providers.sort(
        Comparator.<BackendProvider>comparingInt(priorities::get)
            .reversed()
            .thenComparing(BackendProvider::name));
    return List.copyOf(providers);
  }

  private static void addTo(Map<BackendProvider, Integer> priorities, BackendProvider provider) {
    try {
      priorities.put(provider, provider.priority());
    } catch (RuntimeException e) {
      warnOfBroken(e);
    }
  }

  /** One broken jar must not hide the backends in the others. */
  private static void warnOfBroken(Throwable e) {
    String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
    LOG.warn("Passed over a backend that can't be loaded: {}{}", e.getMessage(), cause);
  }

  /** Asks a provider; one that breaks its promise never to throw can't be used. */
  private static Probe probe(BackendProvider provider) {
    try {
      return provider.probe();
    } catch (RuntimeException | LinkageError e) {
      return Probe.unusable("its probe failed with " + e + ".", "Report it to its authors.");
    }
  }

  /**
   * Opens the backend of that name with the default options; never another one in its place.
   *
   * @param name its name, such as {@code cpu}
   * @return a new backend; the caller closes it
   * @throws BackendUnavailableException if it is not on the class path or can't run here
   */
  public static Backend open(String name) {
    return open(name, BackendOptions.defaults());
  }

  /**
   * Opens the backend of that name; never another one in its place.
   *
   * @param name its name, such as {@code cpu}
   * @param options its settings
   * @return a new backend; the caller closes it
   * @throws BackendUnavailableException if it is not on the class path or can't run here
   */
  public static Backend open(String name, BackendOptions options) {
    List<BackendProvider> providers = list();
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        Probe probe = probe(provider);
        if (!probe.usable()) {
          throw new BackendUnavailableException(
              "backend '" + name + "' can't run here: " + probe.reason() + " " + probe.cure());
        }
        try {
          return provider.open(options);
        } catch (LinkageError e) {
          throw new BackendUnavailableException(
              "backend '" + name + "' can't run here: " + e + ".", e);
        }
      }
    }
    throw new BackendUnavailableException(
        "there is no backend '" + name + "' on the class path; there are: " + names(providers));
  }

  /**
   * Opens the usable backend of the highest priority with the default options, and logs which one
   * and what it passed over.
   *
   * @return a new backend; the caller closes it
   * @throws BackendUnavailableException if none can run here
   */
  public static Backend best() {
    return best(BackendOptions.defaults());
  }

  /**
   * Opens the usable backend of the highest priority, and logs which one and what it passed over.
   *
   * @param options its settings
   * @return a new backend; the caller closes it
   * @throws BackendUnavailableException if none can run here
   */
  public static Backend best(BackendOptions options) {
    List<BackendProvider> providers = list();
    List<String> passedOver = new ArrayList<>();
    for (BackendProvider provider : providers) {
      Probe probe = probe(provider);
      if (!probe.usable()) {
        passedOver.add(provider.name() + " (" + probe.reason() + " " + probe.cure() + ")");
        continue;
      }
      try {
        Backend backend = provider.open(options);
        LOG.info("Using backend {}; passed over: {}", provider.name(), passedOver);
        return backend;
      } catch (BackendUnavailableException | LinkageError e) {
        passedOver.add(provider.name() + " (" + e.getMessage() + ")");
      }
    }
    throw new BackendUnavailableException(
        providers.isEmpty()
            ? "there is no backend on the class path; add a dependency on"
                + " org.latent4j:latent4j-backend-java, -cpu, -blas or -cuda"
            : "no backend can run here: " + String.join("; ", passedOver));
  }

  private static String names(List<BackendProvider> providers) {
    return providers.isEmpty()
        ? "none; add a dependency on org.latent4j:latent4j-backend-java, -cpu, -blas or -cuda"
        : providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
  }
}
