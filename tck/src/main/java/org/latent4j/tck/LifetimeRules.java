package org.latent4j.tck;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;

/** §8, continued: backends that are opened and closed, and what they say of themselves. */
interface LifetimeRules extends BackendRules {

  /** Every method of the interface, each with a message; closing again is fine. */
  @Test
  @DisplayName("§8.05 A closed backend refuses all work; closing it again does nothing")
  default void closedBackendRefuses() {
    Backend backend = openBackend(new BackendOptions(2));
    Storage floats = backend.allocate(DataType.FLOAT32, 4);
    Storage ints = backend.allocate(DataType.INT32, 2);
    View row = new View(floats, Layout.dense(Shape.of(4)));
    View square = new View(floats, Layout.dense(Shape.of(2, 2)));
    View indices = View.of(ints);
    backend.close();
    backend.close();
    Map<String, Runnable> uses = new LinkedHashMap<>();
    uses.put("allocate", () -> backend.allocate(DataType.FLOAT32, 1));
    uses.put("write", () -> backend.write(floats, 0, new float[1], 0, 1));
    uses.put("read", () -> backend.read(floats, 0, new float[1], 0, 1));
    uses.put(
        "elementwise",
        () ->
            backend.elementwise(
                Expressions.unary(UnaryOp.NEG, DataType.FLOAT32),
                Shape.of(4),
                new View[] {row},
                new Key[0],
                new View[] {row}));
    uses.put("matmul", () -> backend.matmul(Scalar.ONE, square, square, 0, square));
    uses.put("reduce", () -> backend.reduce(ReductionOp.SUM, square, 0, row));
    uses.put("gather", () -> backend.gather(square, indices, square));
    uses.put("scatterAdd", () -> backend.scatterAdd(square, indices, square));
    uses.put("replaceRows", () -> backend.replaceRows(square, indices, square));
    uses.put("foldKey", () -> backend.foldKey(Key.of(1), 2, null, indices));
    uses.forEach((name, use) -> Refusal.require(name + " after closing the backend", use));
    Check.that(backend.isClosed(), () -> "a closed backend must say so");
  }

  /** Several models in one JVM may use backends of their own. */
  @Test
  @DisplayName("§8.06 Closing one backend leaves another of the same kind working")
  default void backendsAreIndependent() {
    try (Backend second = openBackend(new BackendOptions(1));
        Storage storage = second.allocate(DataType.FLOAT64, 3)) {
      second.write(storage, 0, new double[] {1, 2, 3}, 0, 3);
      try (Backend third = openBackend(new BackendOptions(2));
          Storage other = third.allocate(DataType.FLOAT64, 3)) {
        third.write(other, 0, new double[] {4, 5, 6}, 0, 3);
      }
      double[] read = new double[3];
      second.read(storage, 0, read, 0, 3);
      Check.equal(new double[] {1, 2, 3}, read, i -> "storage of the backend that is still open");
    }
  }

  /** The name, the device, the threads and the versions go into reports and provenance. */
  @Test
  @DisplayName("§8.07 A backend names itself, its device, its threads and its versions")
  default void info() {
    BackendInfo info = backend().info();
    Check.that(!info.name().isBlank(), () -> "the name is blank");
    Check.that(!info.device().isBlank(), () -> "the device is blank");
    Check.that(info.threads() >= 1, () -> "threads must be at least 1, but are " + info.threads());
    info.versions()
        .forEach(
            (library, version) ->
                Check.that(
                    !library.isBlank() && !version.isBlank(),
                    () -> "a library or version is blank in " + info.versions()));
    Check.that(
        backend().toString().equals(info.name()), () -> "toString() must be the backend's name");
  }
}
