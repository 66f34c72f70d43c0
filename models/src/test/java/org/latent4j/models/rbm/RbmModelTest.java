package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.io.Safetensors;
import org.latent4j.models.io.SavedTensor;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

class RbmModelTest {
  private static Backend backend;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    backend = Backends.open(System.getProperty("latent4j.test.backend", "java"));
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static RbmModel model(DataType type) {
    Rbm rbm = Rbm.of(Units.bernoulli(6), Units.bernoulli(3));
    return Scope.within(
        () -> {
          RbmParameters parameters =
              InitialParameters.draw(rbm, Initialization.normal(1), backend, type, RandomKey.of(4));
          return RbmModel.of(rbm, parameters, Map.of("seed", "4"))
              .withImageShape(new ImageShape(2, 3));
        });
  }

  private static double[] weights(RbmModel model) {
    return Scope.within(() -> model.on(backend).weights().toDoubles());
  }

  @Test
  void comesBackFromItsFileAsItWas() {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      Path file = folder.resolve(type + ".safetensors");
      RbmModel saved = model(type);
      saved.save(file);
      RbmModel loaded = RbmModel.load(file);
      assertEquals(type, loaded.type());
      assertArrayEquals(weights(saved), weights(loaded));
      assertEquals("bernoulli", loaded.rbm().visible().name());
      assertEquals(3, loaded.rbm().hidden().size());
      assertEquals(Optional.of(new ImageShape(2, 3)), loaded.imageShape());
      assertEquals(Map.of("seed", "4"), loaded.provenance());
    }
  }

  @Test
  void theSameModelMakesTheSameBytes() throws Exception {
    model(DataType.FLOAT32).save(folder.resolve("a"));
    model(DataType.FLOAT32).save(folder.resolve("b"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a")), Files.readAllBytes(folder.resolve("b")));
  }

  @Test
  void unitsThatCouldNotBeLoadedAgainAreNotSaved() {
    for (String name : List.of("spin", "bernoulli")) {
      Units foreign = unitsCalled(name);
      Units known = Units.bernoulli(2);
      for (Rbm rbm : List.of(Rbm.of(foreign, known), Rbm.of(known, foreign))) {
        Path file = folder.resolve("not-there");
        RbmModel model =
            Scope.within(
                () -> {
                  Tensor weights = Tensor.full(backend, DataType.FLOAT32, 0, 2, 2);
                  Tensor bias = Tensor.full(backend, DataType.FLOAT32, 0, 2);
                  return RbmModel.of(rbm, new RbmParameters(weights, bias, bias), Map.of());
                });
        var refusal = assertThrows(IllegalStateException.class, () -> model.save(file));
        String layer = rbm.visible() == known ? "hidden" : "visible";
        assertEquals(
            "rbm model: the "
                + (layer + " units are '" + name + "', of " + foreign.getClass().getName())
                + ", which can't be loaded again by this name; save the parameters alone, by"
                + " Safetensors",
            refusal.getMessage());
        assertFalse(Files.exists(file));
      }
    }
  }

  /** Two units of a class of its own, which nobody but the caller knows. */
  private static Units unitsCalled(String name) {
    Units two = Units.bernoulli(2);
    return (Units)
        Proxy.newProxyInstance(
            Units.class.getClassLoader(),
            new Class<?>[] {Units.class},
            (proxy, method, arguments) ->
                method.getName().equals("name") ? name : method.invoke(two, arguments));
  }

  @Test
  void refusesFilesThatAreSomethingElse() {
    refuses("its format is ''", Safetensors.builder());
    refuses("tensor weights is missing", Safetensors.builder().metadata("format", RbmModel.FORMAT));
    refuses(
        "of one floating type are needed",
        parameters(SavedTensor.of("visible_bias", new float[5], 5)));
    refuses("there is no kind ''", parameters(SavedTensor.of("visible_bias", new float[6], 6)));
    refuses(
        "the image shape '5x5' in the metadata does not fit the weights",
        parameters(SavedTensor.of("visible_bias", new float[6], 6))
            .metadata("visible_units", "bernoulli")
            .metadata("hidden_units", "bernoulli")
            .metadata("image_shape", "5x5"));
  }

  private static Safetensors.Builder parameters(SavedTensor visibleBias) {
    return Safetensors.builder()
        .metadata("format", RbmModel.FORMAT)
        .tensor(SavedTensor.of("weights", new float[18], 6, 3))
        .tensor(visibleBias)
        .tensor(SavedTensor.of("hidden_bias", new float[3], 3));
  }

  private void refuses(String reason, Safetensors.Builder content) {
    Path file = folder.resolve("other.safetensors");
    content.build().write(file);
    var refusal = assertThrows(DataFormatException.class, () -> RbmModel.load(file));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }
}
