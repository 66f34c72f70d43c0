package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.latent4j.testing.Refusal.ofArgument;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.testing.NaiveBackend;

/** Trees put together of two, and trees of zeros. */
class TwoTreesTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();

  record Chains(Tensor at, Optional<Tensor> gradient, List<Tensor> energies) {}

  record Keyed(Tensor x, RandomKey key) {}

  record Other(Tensor x, RandomKey key) {}

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor matrix(double... rows) {
    return Tensor.of(BACKEND, rows, rows.length / 2, 2);
  }

  private static Tensor numbers(double... elements) {
    return Tensor.of(BACKEND, elements, elements.length);
  }

  /** Three chains of two elements each, and all its numbers shifted. */
  private static Chains chains(double from) {
    return new Chains(
        matrix(from, from + 1, from + 2, from + 3, from + 4, from + 5),
        Optional.of(matrix(from, from, from, from, from, from).reshape(3, 1, 2)),
        List.of(numbers(from, from + 1, from + 2)));
  }

  @Test
  void zipCombinesEachTensorWithItsCounterpart() {
    Chains sum = TensorTree.zip(chains(0), chains(10), Tensor::add);
    assertArrayEquals(new double[] {10, 12, 14, 16, 18, 20}, sum.at().toDoubles());
    assertArrayEquals(
        new double[] {10, 10, 10, 10, 10, 10}, sum.gradient().orElseThrow().toDoubles());
    assertArrayEquals(new double[] {10, 12, 14}, sum.energies().get(0).toDoubles());

    Keyed left = new Keyed(numbers(1), RandomKey.of(1));
    Keyed zipped = TensorTree.zip(left, new Keyed(numbers(5), RandomKey.of(2)), Tensor::sub);
    assertEquals(-4, zipped.x().sum().item());
    assertSame(left.key(), zipped.key());
  }

  @Test
  void zipNamesTheComponentWhereStructuresDiffer() {
    String rule = "zip: both trees must have the same structure, but ";
    Chains all = chains(0);
    Chains without = new Chains(all.at(), Optional.empty(), all.energies());
    Chains longer = new Chains(all.at(), all.gradient(), List.of(all.at(), all.at()));
    ofArgument(
        rule + "component 'gradient' is present in the one, but absent in the other",
        () -> TensorTree.zip(all, without, Tensor::add));
    ofArgument(
        rule + "component '0.energies' is a list of 1 in the one, but a list of 2 in the other",
        () -> TensorTree.zip(List.of(all), List.of(longer), Tensor::add));
    ofArgument(
        rule + "component '1' is a tensor in the one, but a key in the other",
        () ->
            TensorTree.<List<?>>zip(
                List.of(all, all.at()), List.of(all, RandomKey.of(1)), Tensor::add));
    ofArgument(
        rule + "it is of type Keyed in the one, but of type Other in the other",
        () ->
            TensorTree.<Record>zip(
                new Keyed(numbers(1), RandomKey.of(1)),
                new Other(numbers(1), RandomKey.of(1)),
                Tensor::add));
    ofArgument(
        rule + "it is a list of 0 in the one, but null in the other",
        () -> TensorTree.zip(List.of(), null, Tensor::add));
  }

  @Test
  void aConditionOfRowsChoosesRowByRow() {
    Chains chosen = TensorTree.where(numbers(0, 1, 0), chains(0), chains(10));
    assertArrayEquals(new double[] {10, 11, 2, 3, 14, 15}, chosen.at().toDoubles());
    assertArrayEquals(
        new double[] {10, 10, 0, 0, 10, 10}, chosen.gradient().orElseThrow().toDoubles());
    assertArrayEquals(new double[] {10, 1, 12}, chosen.energies().get(0).toDoubles());
  }

  @Test
  void aConditionOfRankZeroChoosesTheWholeTree() {
    for (double condition : new double[] {0, 0.25, Double.NaN}) {
      Tensor choice = Tensor.full(BACKEND, DataType.FLOAT32, condition);
      Chains chosen = TensorTree.where(choice, chains(0), chains(10));
      double first = condition == 0 ? 10 : 0;
      assertEquals(first, chosen.at().toDoubles()[0]);
      assertEquals(first, chosen.energies().get(0).toDoubles()[0]);
    }
  }

  @Test
  void whatIsNotChosenCanBeNaNAndOfAnyTypeButTheConditions() {
    List<Tensor> then = List.of(numbers(Double.NaN, 1), Tensor.of(BACKEND, new int[] {3, 4}, 2));
    List<Tensor> otherwise = List.of(numbers(2, Double.NaN), Tensor.of(BACKEND, new int[2], 2));
    List<Tensor> chosen = TensorTree.where(numbers(0, 0.5), then, otherwise);
    assertArrayEquals(new double[] {2, 1}, chosen.get(0).toDoubles());
    assertArrayEquals(new int[] {0, 4}, chosen.get(1).toInts());
  }

  @Test
  void aChoiceCanBeRecorded() {
    try (Program<?, List<Tensor>, List<Tensor>> program =
        Program.compile(
            BACKEND,
            in -> TensorTree.where(in.get(0), List.of(in.get(1)), List.of(in.get(1).mul(2))))) {
      Tensor x = matrix(1, 2, 3, 4, 5, 6);
      List<Tensor> chosen = program.run(List.of(numbers(1, 0, 1), x));
      assertArrayEquals(new double[] {1, 2, 6, 8, 5, 6}, chosen.get(0).toDoubles());
    }
  }

  @Test
  void whatCanNotBeChosenIsRefused() {
    Tensor rows = numbers(1, 0);
    ofArgument(
        "where: to choose between trees the condition must be [rows] or of rank 0, but is [1, 2]",
        () -> TensorTree.where(matrix(1, 0), numbers(1, 2), numbers(1, 2)));
    ofArgument(
        "where: both trees must have the same structure, but component '0' is a tensor in the one,"
            + " but a list of 0 in the other",
        () -> TensorTree.<List<?>>where(rows, List.of(rows), List.of(List.of())));
    ofArgument(
        "where: '1' is FLOAT64 [2] in the one tree, but FLOAT64 [3] in the other",
        () -> TensorTree.where(rows, List.of(rows, rows), List.of(rows, numbers(1, 2, 3))));
    ofArgument(
        "where: the tree is FLOAT64 [2] in the one tree, but INT32 [2] in the other",
        () -> TensorTree.where(rows, rows, rows.cast(DataType.INT32)));
    ofArgument(
        "where: the condition has 2 rows, but 'at' has shape [3, 2]; give a condition of rank 0 to"
            + " choose all of it",
        () -> TensorTree.where(rows, chains(0), chains(1)));
    Keyed keyed = new Keyed(numbers(1, 2), RandomKey.of(1));
    ofArgument(
        "where: 'key' is a key, which a tensor can't choose; keep it outside",
        () -> TensorTree.where(rows, keyed, keyed));
  }

  @Test
  void zerosHaveTheShapesAndTypesOfTheTree() {
    Chains zeros = TensorTree.zerosLike(chains(1));
    assertArrayEquals(new double[6], zeros.at().toDoubles());
    assertEquals(chains(1).gradient().orElseThrow().shape(), zeros.gradient().get().shape());
    Keyed keyed = new Keyed(Tensor.of(BACKEND, new int[] {7}, 1), RandomKey.of(1));
    Keyed zero = TensorTree.zerosLike(keyed);
    assertEquals(DataType.INT32, zero.x().type());
    assertArrayEquals(new int[1], zero.x().toInts());
    assertSame(keyed.key(), zero.key());
  }
}
