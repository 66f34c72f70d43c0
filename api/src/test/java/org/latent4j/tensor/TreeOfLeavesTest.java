package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.testing.Refusal.ofArgument;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** Trees made of their leaves, by order or by name. */
class TreeOfLeavesTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();

  record Layer(Tensor weights, Optional<Tensor> bias) {}

  record Moving<P>(P at, List<P> moments) {}

  record Twice<Q>(Moving<List<Q>> moving, Optional<Q> best) {}

  record Model(Twice<Layer> learned, RandomKey key, List<List<Tensor>> rest) {}

  record Vague(List<? extends Tensor> tensors) {}

  record Raw(@SuppressWarnings("rawtypes") Optional it) {}

  record Counted(double value) {}

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor number(double value) {
    return Tensor.full(BACKEND, DataType.FLOAT32, value);
  }

  private static Model model() {
    Layer first = new Layer(number(1), Optional.of(number(2)));
    Layer second = new Layer(number(3), Optional.empty());
    return new Model(
        new Twice<>(
            new Moving<>(List.of(first, second), List.of(List.of(second), List.of(first))),
            Optional.of(second)),
        RandomKey.of(1),
        List.of(List.of(number(4)), List.of(number(5), number(6))));
  }

  @Test
  void aTreeIsMadeOfTheLeavesOfAnother() {
    Model model = model();
    List<Object> leaves = TensorTree.leaves(model);
    Model again = TensorTree.fromLeaves(model, leaves);
    assertEquals(leaves, TensorTree.leaves(again));
    assertTrue(TensorTree.sameStructure(model, again));
    Tensor leaf = number(7).expand(0).cast(DataType.INT32);
    assertSame(leaf, TensorTree.fromLeaves(number(1), List.of(leaf)));
  }

  @Test
  void leavesMustBeAsManyAndOfTheKindOfTheTemplate() {
    Layer layer = new Layer(number(1), Optional.of(number(2)));
    ofArgument(
        "tree: 1 leaves were given for [weights, bias]",
        () -> TensorTree.fromLeaves(layer, List.of(number(1))));
    ofArgument(
        "tree: of template and leaves component 'bias' is a tensor in the one, but a key in the"
            + " other",
        () -> TensorTree.fromLeaves(layer, List.of(number(1), RandomKey.of(1))));
  }

  @Test
  void aTreeIsMadeOfItsNamesAlone() {
    Model model = model();
    Map<String, Object> named = TensorTree.named(model);
    assertTrue(named.containsKey("learned.moving.moments.1.0.bias"));
    Model again = TensorTree.fromNames(Model.class, new HashMap<>(named));
    assertEquals(named, TensorTree.named(again));
    assertEquals(List.copyOf(named.keySet()), TensorTree.names(again));
    assertTrue(TensorTree.sameStructure(model, again));
    Tensor leaf = number(1);
    assertSame(leaf, TensorTree.fromNames(Tensor.class, Map.of("", leaf)));
  }

  @Test
  void namesMustFitTheDeclaredComponents() {
    Tensor x = number(1);
    ofArgument(
        "tree: component 'weights' is a Tensor, but no leaf has its name",
        () -> TensorTree.fromNames(Layer.class, Map.of("bias", x)));
    ofArgument(
        "tree: component 'weights' is a Tensor, but the leaf of its name is a RandomKey",
        () -> TensorTree.fromNames(Layer.class, Map.of("weights", RandomKey.of(1))));
    ofArgument(
        "tree: Layer has no component for [offset]",
        () -> TensorTree.fromNames(Layer.class, Map.of("weights", x, "offset", x)));
    ofArgument(
        "tree: it is a RandomKey, but no leaf has its name",
        () -> TensorTree.fromNames(RandomKey.class, Map.of("x", x)));
  }

  @Test
  void declarationsThatTellNoStructureAreRefused() {
    String cure =
        ", which does not tell its structure; declare Tensor, RandomKey, a record, or a List or"
            + " Optional of them with its type argument, or use fromLeaves";
    Map<String, Object> none = Map.of();
    ofArgument(
        "tree: component 'at' is declared as P" + cure,
        () -> TensorTree.fromNames(Moving.class, none));
    ofArgument(
        "tree: component 'tensors.0' is declared as ? extends " + Tensor.class.getName() + cure,
        () -> TensorTree.fromNames(Vague.class, Map.of("tensors.0", number(1))));
    ofArgument(
        "tree: component 'it' is declared as java.util.Optional" + cure,
        () -> TensorTree.fromNames(Raw.class, none));
    ofArgument(
        "tree: component 'value' is declared as double" + cure,
        () -> TensorTree.fromNames(Counted.class, none));
    ofArgument(
        "tree: it is declared as java.util.List" + cure,
        () -> TensorTree.fromNames(List.class, none));
  }
}
