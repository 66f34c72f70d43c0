package org.latent4j.models.unit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class BernoulliUnitsTest extends BackendTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private final BinaryUnits units = Units.bernoulli(3);

  @Test
  void functionsOfTheInputAreThoseOfTheDefinition() {
    double[] inputs = {-30, -1.5, 0, 0.1, 7};
    Tensor a = vector(inputs);
    for (int i = 0; i < inputs.length; i++) {
      double mean = 1 / (1 + Math.exp(-inputs[i]));
      assertEquals(Math.log1p(Math.exp(inputs[i])), units.cumulant(a).toDoubles()[i], 1e-13);
      assertEquals(mean, units.mean(a).toDoubles()[i], 1e-15);
      double oneLess = 1 / (1 + Math.exp(inputs[i]));
      assertEquals(mean * oneLess, units.variance(a).toDoubles()[i], 1e-15);
    }
  }

  @Test
  void theInputOfAMeanInvertsTheMean() {
    Tensor inputs = vector(-20, -1.5, 0, 0.1, 7);
    assertArrayEquals(inputs.toDoubles(), units.inputOfMean(units.mean(inputs)).toDoubles(), 1e-12);
  }

  @Test
  void largeInputsStayFinite() {
    Tensor a = vector(-1000, 1000);
    assertArrayEquals(new double[] {0, 1000}, units.cumulant(a).toDoubles());
    assertArrayEquals(new double[] {0, 1}, units.mean(a).toDoubles());
    assertArrayEquals(new double[] {0, 0}, units.variance(a).toDoubles());
  }

  @Test
  void certainMeansNeedInfiniteInputs() {
    assertArrayEquals(
        new double[] {-INFINITY, INFINITY}, units.inputOfMean(vector(0, 1)).toDoubles());
    assertTrue(Double.isNaN(units.inputOfMean(vector(1.5)).item()));
  }

  @Test
  void probabilitiesOfAllStatesAddUpToOne() {
    Tensor input = vector(-0.7, 0.4, 2);
    Tensor states = units.states(vector(0, 1, 2, 3, 4, 5, 6, 7), DataType.FLOAT64);
    double[] logs = units.logProbability(input, states).toDoubles();
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log);
    }
    assertEquals(1, sum, 1e-14);
  }

  @Test
  void meanAndSampleAreWhatTheTwoFunctionsGive() {
    Tensor input = matrix(new double[] {-1, 0, 1}, new double[] {2, -2, 0.5});
    RandomKey key = RandomKey.of(5);
    Units.MeanAndSample both = units.meanAndSample(key, input);
    assertArrayEquals(units.mean(input).toDoubles(), both.mean().toDoubles());
    assertArrayEquals(units.sample(key, input).toDoubles(), both.sample().toDoubles());
  }

  @Test
  void nanInputsGiveNanDraws() {
    double[] draws = units.sample(RandomKey.of(0), vector(Double.NaN, 0, 0)).toDoubles();
    assertTrue(Double.isNaN(draws[0]));
    assertTrue(draws[1] == 0 || draws[1] == 1);
  }

  // ---- states ----

  @Test
  void unitIIsBitIOfTheNumberOfAState() {
    Tensor states = units.states(vector(0, 1, 2, 3, 6), DataType.FLOAT32);
    assertEquals(DataType.FLOAT32, states.type());
    assertArrayEquals(
        new double[] {0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1}, states.toDoubles());
  }

  @Test
  void everyStateHasOneNumber() {
    BinaryUnits ten = Units.bernoulli(10);
    assertEquals(1024, ten.stateCount());
    double[] numbers = new double[1024];
    for (int number = 0; number < numbers.length; number++) {
      numbers[number] = number;
    }
    Set<List<Double>> seen = new HashSet<>();
    for (double[] state : rows(ten.states(vector(numbers), DataType.FLOAT64))) {
      List<Double> boxed = new ArrayList<>();
      for (double x : state) {
        assertTrue(x == 0 || x == 1);
        boxed.add(x);
      }
      seen.add(boxed);
    }
    assertEquals(1024, seen.size());
  }

  @Test
  void largeNumbersKeepAllTheirBits() {
    BinaryUnits many = Units.bernoulli(50);
    double number = Math.scalb(1.0, 49) + Math.scalb(1.0, 31) + 1;
    double[] state = many.states(vector(number), DataType.FLOAT32).toDoubles();
    for (int i = 0; i < 50; i++) {
      assertEquals(i == 0 || i == 31 || i == 49 ? 1 : 0, state[i], "bit " + i);
    }
  }

  @Test
  void theNumberOfStatesOfAWideLayerIsInfinite() {
    assertEquals(INFINITY, Units.bernoulli(2000).stateCount());
  }

  @Test
  void statesCanBeWrittenInAProgram() {
    Tensor numbers = vector(0, 3, 5);
    try (Program<?, Tensor, Tensor> program =
        Program.compile(backend, n -> units.states(n, DataType.FLOAT32))) {
      assertArrayEquals(
          units.states(numbers, DataType.FLOAT32).toDoubles(), program.run(numbers).toDoubles());
    }
  }

  @Test
  void flippingAndRounding() {
    assertArrayEquals(new double[] {1, 0}, units.flip(vector(0, 1)).toDoubles());
    double[] rounded = units.nearestState(vector(0.5, 0.51, -3, INFINITY, Double.NaN)).toDoubles();
    assertArrayEquals(new double[] {0, 1, 0, 1, Double.NaN}, rounded);
  }

  // ---- refusals ----

  @Test
  void dataMustFit() {
    units.requireValid(Dataset.of("good", new float[] {0, 0.5f, 1}, 3));
    assertEquals(
        "bernoulli units: there are 3, but the rows of wide [1, 4] have 4 values; make a layer of"
            + " that size",
        assertThrows(
                IllegalArgumentException.class,
                () -> units.requireValid(Dataset.of("wide", new float[4], 4)))
            .getMessage());
    for (float bad : new float[] {-0.1f, 1.5f, Float.NaN}) {
      Dataset data = Dataset.of("bad", new float[] {0, bad, 1}, 3);
      assertThrows(DataFormatException.class, () -> units.requireValid(data));
    }
  }

  @Test
  void aLayerHasAtLeastOneUnit() {
    assertEquals(
        "bernoulli units: there must be at least 1, but the size is 0",
        assertThrows(IllegalArgumentException.class, () -> Units.bernoulli(0)).getMessage());
  }

  @Test
  void kindsAreFoundByName() {
    Units named = Units.named(units.name(), 3);
    assertEquals(units, named);
    assertEquals(
        "units: there is no kind 'gauss'; known are: bernoulli",
        assertThrows(IllegalArgumentException.class, () -> Units.named("gauss", 3)).getMessage());
  }
}
