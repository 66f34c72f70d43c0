package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.testing.Refusal.ofArgument;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** Records of tensors, taken apart and put together. */
class TensorTreeTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final String RULE =
      "; only Tensor, RandomKey, lists, Optionals and records of them are allowed (a number that changes from"
          + " run to run is a rank-0 tensor)";

  record Layer(Tensor weights, Tensor bias) {}

  record Model(List<Layer> layers, RandomKey key, Tensor rate) {}

  record Positive(Tensor x) {
    private static int made;

    Positive {
      made++;
      if (x.shape().rank() != 0) {
        throw new IllegalArgumentException("positive: rank 0 is needed");
      }
    }
  }

  record Partial(Optional<Tensor> scale, Optional<List<Layer>> layers, Tensor rest) {}

  record Anything(Object it) {}

  record Secretive(Tensor x) {
    @Override
    public Tensor x() {
      throw new UnsupportedOperationException("secret");
    }
  }

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor number(double value) {
    return Tensor.full(BACKEND, DataType.FLOAT32, value);
  }

  private static Model model() {
    return new Model(
        List.of(new Layer(number(1), number(2)), new Layer(number(3), number(4))),
        RandomKey.of(5),
        number(6));
  }

  @Test
  void leavesAndNamesComeInTheOrderOfTheComponents() {
    Model model = model();
    assertEquals(
        List.of(
            model.layers().get(0).weights(),
            model.layers().get(0).bias(),
            model.layers().get(1).weights(),
            model.layers().get(1).bias(),
            model.key(),
            model.rate()),
        TensorTree.leaves(model));
    assertEquals(
        List.of(
            "layers.0.weights",
            "layers.0.bias",
            "layers.1.weights",
            "layers.1.bias",
            "key",
            "rate"),
        TensorTree.names(model));
    assertEquals(List.of(""), TensorTree.names(number(1)));
    assertEquals(List.of(), TensorTree.leaves(List.of()));
  }

  @Test
  void whatIsAbsentHasNoLeafAndWhatIsPresentTheNameOfItsComponent() {
    Layer layer = new Layer(number(1), number(2));
    Partial all = new Partial(Optional.of(number(3)), Optional.of(List.of(layer)), number(4));
    Partial none = new Partial(Optional.empty(), Optional.empty(), number(5));
    assertEquals(
        List.of("scale", "layers.0.weights", "layers.0.bias", "rest"), TensorTree.names(all));
    assertEquals(
        List.of(all.scale().get(), layer.weights(), layer.bias(), all.rest()),
        TensorTree.leaves(all));
    assertEquals(List.of("rest"), TensorTree.names(none));
    assertEquals(List.of(none.rest()), TensorTree.leaves(none));
    assertEquals(List.of(""), TensorTree.names(Optional.of(number(1))));

    Partial moved = TensorTree.mapTensors(all, x -> x.add(10));
    assertEquals(13, moved.scale().get().item());
    assertEquals(12, moved.layers().get().get(0).bias().item());
    assertEquals(none.scale(), TensorTree.mapTensors(none, x -> x.add(10)).scale());
    ofArgument(
        "tree: component 'it' is of type Integer" + RULE,
        () -> TensorTree.leaves(new Anything(Optional.of(1))));
  }

  @Test
  void onlyTensorsAreMappedOrListedWhereOnlyTheyAreWanted() {
    Model model = model();
    Model mapped = TensorTree.mapTensors(model, x -> x.mul(2));
    assertEquals(8, mapped.layers().get(1).bias().item());
    assertSame(model.key(), mapped.key());
    assertEquals(
        List.of(1.0, 2.0, 3.0, 4.0, 6.0),
        TensorTree.tensors(model).stream().map(Tensor::item).toList());
    assertEquals(TensorTree.names(model), List.copyOf(TensorTree.named(model).keySet()));
    assertEquals(TensorTree.leaves(model), List.copyOf(TensorTree.named(model).values()));
  }

  @Test
  void aTreeIsRebuiltWithOtherLeaves() {
    List<String> seen = new ArrayList<>();
    Model model = model();
    Model mapped =
        TensorTree.map(
            model,
            leaf -> {
              if (leaf instanceof Tensor tensor) {
                seen.add(Double.toString(tensor.item()));
                return tensor.add(10);
              }
              return RandomKey.of(50);
            });
    assertEquals(List.of("1.0", "2.0", "3.0", "4.0", "6.0"), seen);
    assertEquals(14, mapped.layers().get(1).bias().item());
    assertEquals(RandomKey.of(50), mapped.key());
    assertEquals(4, model.layers().get(1).bias().item());
    Tensor leaf = number(7);
    assertSame(leaf, TensorTree.map(number(1), unused -> leaf));
  }

  @Test
  void onlyRebuildingCallsTheConstructor() {
    Positive positive = new Positive(number(1));
    int made = Positive.made;
    TensorTree.leaves(positive);
    TensorTree.names(positive);
    TensorTree.sameStructure(positive, positive);
    assertEquals(made, Positive.made);
    TensorTree.map(positive, leaf -> leaf);
    assertEquals(made + 1, Positive.made);
  }

  @Test
  void theRulesOfARecordHoldWhenItIsRebuilt() {
    Positive positive = new Positive(number(1));
    ofArgument(
        "positive: rank 0 is needed",
        () -> TensorTree.map(positive, leaf -> ((Tensor) leaf).expand(0)));
  }

  @Test
  void nothingButTensorsKeysListsAndRecordsIsAllowed() {
    ofArgument(
        "tree: component 'it' is of type Double" + RULE,
        () -> TensorTree.leaves(new Anything(1.5)));
    ofArgument("tree: component 'it' is null" + RULE, () -> TensorTree.leaves(new Anything(null)));
    ofArgument(
        "tree: component 'it.1.it' is of type float[]" + RULE,
        () -> TensorTree.names(new Anything(List.of(number(1), new Anything(new float[1])))));
    ofArgument(
        "tree: component '0' is of type String" + RULE,
        () -> TensorTree.map(List.of("x"), leaf -> leaf));
    ofArgument("tree: it is null" + RULE, () -> TensorTree.leaves(null));
    var error =
        assertThrows(IllegalArgumentException.class, () -> TensorTree.leaves(Map.of("a", 1)));
    assertTrue(error.getMessage().startsWith("tree: it is of type Map"), error.getMessage());
  }

  @Test
  void aComponentThatCanNotBeReadIsNamed() {
    var error =
        assertThrows(
            IllegalStateException.class, () -> TensorTree.leaves(new Secretive(number(1))));
    assertEquals(
        "tree: can't read component 'x' of class org.latent4j.tensor.TensorTreeTest$Secretive",
        error.getMessage());
  }

  @Test
  void structureIsClassesLengthsAndKindsOfLeaves() {
    Model model = model();
    assertTrue(TensorTree.sameStructure(model, model()));
    assertTrue(TensorTree.sameStructure(number(1), number(2).expand(0).cast(DataType.INT32)));
    assertTrue(TensorTree.sameStructure(List.of(number(1)), new ArrayList<>(List.of(number(2)))));
    assertTrue(TensorTree.sameStructure(Optional.of(number(1)), Optional.of(number(2))));
    assertTrue(TensorTree.sameStructure(Optional.empty(), Optional.empty()));
    assertFalse(TensorTree.sameStructure(Optional.of(number(1)), Optional.empty()));
    assertFalse(TensorTree.sameStructure(Optional.of(number(1)), Optional.of(RandomKey.of(1))));
    assertFalse(TensorTree.sameStructure(Optional.of(number(1)), number(1)));
    assertFalse(TensorTree.sameStructure(number(1), RandomKey.of(1)));
    assertFalse(TensorTree.sameStructure(number(1), List.of(number(1))));
    assertFalse(TensorTree.sameStructure(List.of(number(1)), List.of()));
    assertFalse(TensorTree.sameStructure(new Positive(number(1)), new Anything(number(1))));
    assertFalse(
        TensorTree.sameStructure(
            model, new Model(model.layers().subList(0, 1), model.key(), model.rate())));
  }
}
