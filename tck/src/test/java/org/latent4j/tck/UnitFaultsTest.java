package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.softmax;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.where;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Every rule for units fails for units that break it. */
class UnitFaultsTest {
  private record UnitFault(String rule, String fault, Supplier<UnitCase> units) {
    void requireNoticed() {
      try (UnitCase broken = units.get()) {
        Rules.requireFailure(rule, broken);
      }
    }
  }

  private static final UnitFunctions BINARY = UnitsUnderTest.bernoulliUnits();
  private static final UnitFunctions CLASSES = UnitsUnderTest.categoricalUnit();
  private static final UnitFunctions NORMAL = UnitsUnderTest.gaussianUnits();

  private static List<UnitFault> faults() {
    return List.of(
        new UnitFault(
            "10.01",
            "the cumulant is that of spins",
            () -> UnitCase.binary(cumulant(BINARY, a -> softplus(a.mul(2)).sub(a)))),
        new UnitFault(
            "10.02",
            "the variance is the standard deviation",
            () -> UnitCase.binary(variance(BINARY, a -> sqrt(BINARY.variance().apply(a))))),
        new UnitFault(
            "10.03",
            "the energy has the wrong sign",
            () -> UnitCase.binary(energy(BINARY, (a, x) -> a.mul(x).sum(-1)))),
        new UnitFault(
            "10.04",
            "the energy lacks the constant of the normal distribution",
            () ->
                UnitCase.continuous(
                    energy(
                        NORMAL,
                        (a, x) ->
                            NORMAL.energy().apply(a, x).sub(UnitsUnderTest.LOG_SQRT_TWO_PI)))),
        new UnitFault(
            "10.05",
            "the mean of draws is doubled",
            () -> UnitCase.continuous(sample(NORMAL, (k, a) -> a.mul(2).add(normalLike(k, a))))),
        new UnitFault(
            "10.05",
            "no noise is ever drawn",
            () -> UnitCase.continuous(sample(NORMAL, (key, a) -> a.mul(1)))),
        new UnitFault(
            "10.05",
            "the noise is two percent too large",
            () ->
                UnitCase.continuous(
                    sample(NORMAL, (key, a) -> a.add(normalLike(key, a).mul(1.02))))),
        new UnitFault(
            "10.06",
            "the draw of a class is its probabilities",
            () -> UnitCase.classes(sample(CLASSES, (key, a) -> softmax(a, -1)))),
        new UnitFault(
            "10.06",
            "classes are drawn at a temperature of 1.1",
            () ->
                UnitCase.classes(
                    sample(CLASSES, (key, a) -> CLASSES.sample().apply(key, a.mul(1 / 1.1))))),
        new UnitFault(
            "10.07",
            "the key is ignored",
            () ->
                UnitCase.binary(
                    sample(BINARY, (key, a) -> BINARY.sample().apply(RandomKey.of(1), a)))),
        new UnitFault(
            "10.08",
            "a draw at NaN is 0",
            () ->
                UnitCase.binary(
                    sample(
                        BINARY,
                        (key, a) -> {
                          Tensor draw = BINARY.sample().apply(key, a);
                          Tensor isNumber = eq(draw, draw);
                          return where(isNumber, draw, isNumber);
                        }))),
        new UnitFault(
            "10.09",
            "the cumulant overflows",
            () -> UnitCase.binary(cumulant(BINARY, a -> log(exp(a).add(1))))),
        new UnitFault(
            "10.10",
            "the energy is a sum along axis 1",
            () -> UnitCase.binary(energy(BINARY, (a, x) -> a.mul(x).mul(-1).sum(1)))));
  }

  private static UnitFunctions energy(UnitFunctions of, BinaryOperator<Tensor> energy) {
    return new UnitFunctions(energy, of.cumulant(), of.mean(), of.variance(), of.sample());
  }

  private static UnitFunctions cumulant(UnitFunctions of, UnaryOperator<Tensor> cumulant) {
    return new UnitFunctions(of.energy(), cumulant, of.mean(), of.variance(), of.sample());
  }

  private static UnitFunctions variance(UnitFunctions of, UnaryOperator<Tensor> variance) {
    return new UnitFunctions(of.energy(), of.cumulant(), of.mean(), variance, of.sample());
  }

  private static UnitFunctions sample(
      UnitFunctions of, BiFunction<RandomKey, Tensor, Tensor> sample) {
    return new UnitFunctions(of.energy(), of.cumulant(), of.mean(), of.variance(), sample);
  }

  @TestFactory
  @DisplayName("A fault is noticed by the rule that is about it")
  Stream<DynamicTest> faultsAreNoticed() {
    return faults().stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    "§" + fault.rule() + ": " + fault.fault(), fault::requireNoticed));
  }

  @Test
  @DisplayName("Every rule has units that break it")
  void everyRuleHasAFault() {
    Set<String> broken = new TreeSet<>();
    faults().forEach(fault -> broken.add(fault.rule()));
    Set<String> rules = new TreeSet<>();
    Rules.of(UnitVerification.class).forEach(rule -> rules.add(rule.number()));
    assertEquals(rules, broken);
  }
}
