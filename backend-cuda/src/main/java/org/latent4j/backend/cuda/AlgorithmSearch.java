package org.latent4j.backend.cuda;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.cuda.driver.Algorithm;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Gpu;
import org.latent4j.backend.cuda.driver.Operands;
import org.latent4j.backend.cuda.driver.ProductForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures cuBLASLt's ways to compute a product and keeps the fastest in a file for this GPU and
 * this version of cuBLASLt. A form that the file holds is never measured again, so that all runs
 * that share the file compute alike.
 */
final class AlgorithmSearch {
  private static final Logger LOG = LoggerFactory.getLogger(AlgorithmSearch.class);

  /** The system property that asks for the search: {@code timed}. */
  static final String PROPERTY = "latent4j.cuda.products";

  /** A form, the words of an algorithm, its workspace; a damaged line is measured anew. */
  private static final Pattern LINE =
      Pattern.compile("(.+) = ((?:[0-9a-f]{1,16} )+[0-9a-f]{1,15})");

  private static final int CANDIDATES = 16;
  private static final int ROUNDS = 5;
  private static final int REPETITIONS = 20;

  /** How much of the first choice's time another one must save, lest noise decides. */
  private static final double WORTHWHILE = 0.03;

  private final Driver driver;
  private final Cache cache;
  private final String file;
  private final Map<String, Algorithm> known;

  private AlgorithmSearch(Driver driver, Gpu gpu, Cache cache) {
    this.driver = driver;
    this.cache = cache;
    this.file =
        "products-"
            + gpu.name().replaceAll("[^A-Za-z0-9]+", "-")
            + "-cublaslt-"
            + gpu.cublasLt()
            + ".txt";
    this.known = read();
  }

  /** A search if one is asked for, else null. */
  static @Nullable AlgorithmSearch ifAskedFor(Driver driver, Gpu gpu, Cache cache) {
    return "timed".equals(System.getProperty(PROPERTY))
        ? new AlgorithmSearch(driver, gpu, cache)
        : null;
  }

  private Map<String, Algorithm> read() {
    Map<String, Algorithm> algorithms = new LinkedHashMap<>();
    String text = new String(cache.read(file).orElse(new byte[0]), StandardCharsets.UTF_8);
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> algorithms.put(line.group(1), parse(line.group(2))));
    return algorithms;
  }

  private static Algorithm parse(String text) {
    List<Long> words =
        Arrays.stream(text.split(" ", -1)).map(word -> Long.parseUnsignedLong(word, 16)).toList();
    int last = words.size() - 1;
    return new Algorithm(words.subList(0, last), words.get(last));
  }

  /** What other processes have stored in the meantime stays. */
  private void write() {
    read().forEach(known::put);
    String text =
        known.entrySet().stream()
            .map(entry -> entry.getKey() + " = " + words(entry.getValue()) + "\n")
            .collect(Collectors.joining());
    cache.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String words(Algorithm algorithm) {
    return algorithm.data().stream().map(Long::toHexString).collect(Collectors.joining(" "))
        + " "
        + Long.toHexString(algorithm.workspace());
  }

  /** The fastest way to compute a product; null if there is none, or no room to measure it. */
  @Nullable Algorithm fastest(ProductForm asked) {
    ProductForm form = asked.withHostFactors();
    String name = form.toString();
    Algorithm stored = known.get(name);
    if (stored != null) {
      return stored;
    }
    Algorithm fastest = measure(form);
    if (fastest != null) {
      known.put(name, fastest);
      write(); // If another process has stored another choice by now, that one is taken.
    }
    return fastest == null ? null : known.get(name);
  }

  /** With factors of the host, on zeros: neither matters for the time. */
  private @Nullable Algorithm measure(ProductForm form) {
    Driver.Handle product = driver.prepare(form);
    try {
      List<Algorithm> candidates =
          driver.algorithms(product, form, ProductAlgorithms.WORKSPACE, CANDIDATES);
      return candidates.isEmpty() ? null : fastest(product, form, candidates);
    } finally {
      driver.destroyProduct(product);
    }
  }

  private @Nullable Algorithm fastest(
      Driver.Handle product, ProductForm form, List<Algorithm> candidates) {
    long a = form.a().bytes(form, form.rows(), form.inner());
    long b = form.b().bytes(form, form.inner(), form.columns());
    long c = form.c().bytes(form, form.rows(), form.columns());
    long bytes = a + b + c + ProductAlgorithms.WORKSPACE;
    long memory;
    try {
      memory = driver.allocate(bytes);
    } catch (CudaException e) {
      if (!e.isOutOfMemory()) {
        throw e;
      }
      LOG.info("Product {} is not measured, for want of {} bytes", form, bytes);
      return null;
    }
    try {
      driver.clear(memory, bytes);
      return fastest(product, form, candidates, new long[] {memory, memory + a, memory + a + b}, c);
    } finally {
      driver.free(memory);
    }
  }

  private Algorithm fastest(
      Driver.Handle product,
      ProductForm form,
      List<Algorithm> candidates,
      long[] matrices,
      long bytesOfResult) {
    long workspace = matrices[2] + bytesOfResult;
    Operands operands =
        new Operands(
            1,
            0,
            0,
            0,
            matrices[0],
            matrices[1],
            matrices[2],
            matrices[2],
            workspace,
            ProductAlgorithms.WORKSPACE);
    Algorithm fastest = candidates.get(0);
    double best = Double.POSITIVE_INFINITY;
    double first = Double.NaN;
    for (Algorithm candidate : candidates) {
      double time = time(product, candidate, operands);
      if (candidate.equals(candidates.get(0))) {
        first = time;
        best = time;
      } else if (time < best && time <= (1 - WORTHWHILE) * first) {
        best = time;
        fastest = candidate;
      }
    }
    LOG.info("Product {}: {} ms instead of {} ms", form, best, first);
    return fastest;
  }

  /** The median of some rounds, in milliseconds; infinite if it fails. */
  private double time(Driver.Handle product, Algorithm candidate, Operands operands) {
    try {
      driver.multiply(product, candidate, operands); // loads what it needs
      Driver.Handle graph = repeated(product, candidate, operands);
      try {
        return median(graph) / REPETITIONS;
      } finally {
        driver.destroyGraph(graph);
      }
    } catch (CudaException e) {
      if (e.isSticky()) {
        throw e;
      }
      return Double.POSITIVE_INFINITY;
    }
  }

  /** In a graph, since the host takes longer to queue a small product than the device to do it. */
  private Driver.Handle repeated(Driver.Handle product, Algorithm candidate, Operands operands) {
    driver.beginCapture();
    try {
      for (int i = 0; i < REPETITIONS; i++) {
        driver.multiply(product, candidate, operands);
      }
      return driver.endCapture();
    } catch (CudaException e) {
      driver.abandonCapture();
      throw e;
    }
  }

  private double median(Driver.Handle graph) {
    Driver.Handle start = driver.createEvent();
    Driver.Handle end = driver.createEvent();
    double[] times = new double[ROUNDS];
    try {
      driver.launch(graph);
      for (int round = 0; round < ROUNDS; round++) {
        driver.record(start);
        driver.launch(graph);
        driver.record(end);
        driver.await(end);
        times[round] = driver.milliseconds(start, end);
      }
      Arrays.sort(times);
      return times[ROUNDS / 2];
    } finally {
      driver.destroyEvent(start);
      driver.destroyEvent(end);
    }
  }
}
