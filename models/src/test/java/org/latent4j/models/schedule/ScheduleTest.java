package org.latent4j.models.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Schedules against their formulas in plain arithmetic, on the host and in programs. */
class ScheduleTest {
  private static final double PI = 3.141592653589793;

  private interface Plain {
    double at(int epoch, int epochs);
  }

  /** Exact to the last bit, so that runs stay what they were. */
  private static final Map<Schedule, Plain> FORMULAS =
      Map.of(
          Schedule.constant(0.3),
          (epoch, epochs) -> 0.3,
          Schedule.linear(0.2, 0.01),
          (epoch, epochs) -> linear(epoch, epochs),
          Schedule.exponential(0.1, 0.98),
          (epoch, epochs) -> 0.1 * Math.pow(0.98, epoch),
          Schedule.inverse(0.1, 7),
          (epoch, epochs) -> 0.1 / (1 + epoch / 7.0),
          Schedule.cosine(0.5, 0.1),
          (epoch, epochs) -> cosine(epoch, epochs),
          Schedule.constant(0.1).then(0.03, 10).then(0.2, 1000),
          (epoch, epochs) -> epoch < 10 ? 0.1 : epoch < 1000 ? 0.03 : 0.2,
          Schedule.linear(0.2, 0.01).warmUp(5),
          (epoch, epochs) ->
              epoch < 5 ? 0.2 * (epoch + 1) / 6.0 : linear(epoch - 5, Math.max(1, epochs - 5)),
          Schedule.cosine(0.5, 0.1).warmUp(3).warmUp(2),
          (epoch, epochs) -> {
            int rest = Math.max(1, epochs - 2);
            double first = 0.5 * (0 + 1) / 4.0;
            if (epoch < 2) {
              return first * (epoch + 1) / 3.0;
            }
            return epoch - 2 < 3
                ? 0.5 * (epoch - 2 + 1) / 4.0
                : cosine(epoch - 5, Math.max(1, rest - 3));
          });

  private static double linear(int epoch, int epochs) {
    return epochs <= 1 ? 0.2 : 0.2 + (0.01 - 0.2) * epoch / (epochs - 1);
  }

  private static double cosine(int epoch, int epochs) {
    double way = epochs <= 1 ? 0 : epoch / (epochs - 1.0);
    return 0.1 + (0.5 - 0.1) * (1 + Math.cos(PI * way)) / 2;
  }

  private static void assertSame(double expected, double actual, String place) {
    assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual), place);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 60, 2000})
  void followsItsFormula(int horizon) {
    FORMULAS.forEach(
        (schedule, formula) -> {
          for (int epoch = 0; epoch < horizon; epoch++) {
            double expected = formula.at(epoch, horizon);
            assertSame(expected, schedule.at(epoch, horizon), schedule + " in epoch " + epoch);
          }
        });
  }

  /** A program that counts its own epochs gives the bits of the host, 2,000 times for each kind. */
  @ParameterizedTest
  @ValueSource(strings = {"java", "cpu"})
  void aProgramNeedsNoHost(String name) {
    int horizon = 2000;
    List<Schedule> schedules = List.copyOf(FORMULAS.keySet());
    Step<Tensor, List<Tensor>, List<Tensor>> step =
        (epochs, none) ->
            Step.result(epochs.add(1), schedules.stream().map(s -> s.at(epochs, horizon)).toList());
    try (Backend backend = Backends.open(name)) {
      Scope.within(
          () -> {
            compareProgram(backend, horizon, schedules, step);
          });
    }
  }

  private static void compareProgram(
      Backend backend,
      int horizon,
      List<Schedule> schedules,
      Step<Tensor, List<Tensor>, List<Tensor>> step) {
    try (Program<Tensor, List<Tensor>, List<Tensor>> program =
        Program.training(backend, Tensor.full(backend, DataType.FLOAT64, 0), step)) {
      for (int epoch = 0; epoch < horizon; epoch++) {
        double[] values =
            Scope.within(() -> program.run(List.of()).stream().mapToDouble(Tensor::item).toArray());
        for (int i = 0; i < values.length; i++) {
          String place = schedules.get(i) + " in epoch " + epoch;
          assertSame(schedules.get(i).at(epoch, horizon), values[i], place);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "cpu"})
  void shortRunsAreTheSameOnTheDevice(String name) {
    try (Backend backend = Backends.open(name)) {
      Scope.within(
          () -> {
            for (Schedule schedule : FORMULAS.keySet()) {
              compareShortRuns(backend, schedule);
            }
          });
    }
  }

  private static void compareShortRuns(Backend backend, Schedule schedule) {
    for (int horizon = 1; horizon < 9; horizon++) {
      for (int epoch = 0; epoch < horizon; epoch++) {
        Tensor value = schedule.at(Tensor.full(backend, DataType.FLOAT64, epoch), horizon);
        assertEquals(DataType.FLOAT64, value.type());
        assertEquals(0, value.shape().rank());
        assertSame(schedule.at(epoch, horizon), value.item(), schedule + " of " + horizon);
      }
    }
    Tensor counter = Tensor.full(backend, DataType.INT32, 1);
    assertMessage(
        "schedule: the epochs done must be FLOAT64 of rank 0, but are INT32 []",
        () -> schedule.at(counter, 5));
  }

  @Test
  void goesWhereItsDocumentationSays() {
    assertEquals(0.01, Schedule.linear(0.1, 0.01).at(9, 10), 1e-15);
    assertEquals(0.05, Schedule.inverse(0.1, 4).at(4, 10), 1e-15);
    assertEquals(0.3, Schedule.cosine(0.5, 0.1).at(2, 5), 1e-15);
    assertEquals(0.1, Schedule.cosine(0.5, 0.1).at(4, 5), 1e-15);
    Schedule warm = Schedule.linear(0.4, 0.1).warmUp(3);
    double[] expected = {0.1, 0.2, 0.3, 0.4, 0.3, 0.2, 0.1};
    for (int epoch = 0; epoch < 7; epoch++) {
      assertEquals(expected[epoch], warm.at(epoch, 7), 1e-15, "epoch " + epoch);
    }
    assertEquals(0.2, Schedule.constant(0.4).warmUp(1).at(0, 1), 1e-15);
  }

  @Test
  void hasADerivative() {
    try (Backend backend = Backends.open("java")) {
      Scope.within(
          () -> {
            Tensor epochs = Tensor.full(backend, DataType.FLOAT64, 7);
            Schedule falling = Schedule.exponential(0.1, 0.9);
            Tensor slope = Gradients.of((Tensor x) -> falling.at(x, 20)).apply(epochs);
            assertEquals(Math.log(0.9) * falling.at(7, 20), slope.item(), 1e-15);
          });
    }
  }

  // ---- ranges ----

  /** No value leaves the range, and those that belong to it are taken. */
  @Test
  void theRangeHasEveryValue() {
    for (Schedule schedule : FORMULAS.keySet()) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int horizon : new int[] {1, 2, 5, 20, 2000}) {
        for (int epoch = 0; epoch < horizon; epoch++) {
          double value = schedule.at(epoch, horizon);
          assertEquals(true, schedule.range().contains(value), schedule + " takes " + value);
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      Interval range = schedule.range();
      assertEquals(range.highIncluded() ? range.high() : most, most, 1e-15, schedule.text());
      assertEquals(range.lowIncluded() ? range.low() : least, least, 1e-15, schedule.text());
    }
  }

  @Test
  void theOwnerOfAHyperparameterSaysWhatItCanBe() {
    Schedule growing = Schedule.exponential(0.5, 1.1);
    assertEquals(growing, growing.requireWithin("sgd: the learning rate", Interval.POSITIVE));
    assertMessage(
        "sgd: the momentum must be in [0, 1), not exponential:0.5,1.1",
        () -> growing.requireWithin("sgd: the momentum", Interval.FRACTION));
    assertMessage(
        "sgd: the momentum must be in [0, 1), not linear:0.5,1",
        () -> Schedule.linear(0.5, 1).requireWithin("sgd: the momentum", Interval.FRACTION));
    Schedule.linear(0, 1).requireWithin("vae: the KL weight", Interval.NOT_NEGATIVE);
    Schedule.linear(0, 1).requireWithin("corruption", Interval.PROBABILITY);
    assertMessage(
        "rate must be positive and finite, not steps:0.1,0@30",
        () -> Schedule.constant(0.1).then(0, 30).requireWithin("rate", Interval.POSITIVE));
    assertMessage(
        "temperature must be in [1, 100], not warm-up:2,warm-up:100,50",
        () ->
            Schedule.constant(50)
                .warmUp(100)
                .warmUp(2)
                .requireWithin("temperature", Interval.between(1, 100)));
  }

  // ---- text ----

  @Test
  void isReadAsItIsWritten() {
    FORMULAS.keySet().forEach(schedule -> assertEquals(schedule, Schedule.parse(schedule.text())));
    List<String> texts =
        List.of(
            "0.1",
            "0",
            "-2",
            "1e-5",
            "linear:0.2,0.01",
            "exponential:0.1,0.98",
            "inverse:0.1,20",
            "cosine:0.5,1e-6",
            "steps:0.1,0.01@30,0.001@60",
            "warm-up:5,linear:0.2,0.01",
            "warm-up:5,steps:0.1,0.01@30");
    texts.forEach(text -> assertEquals(text, Schedule.parse(text).text()));
    assertEquals("linear:0.2,0.01", Schedule.linear(0.2, 0.01).toString());
  }

  @Test
  void saysWhatIsWrongWithAText() {
    String kinds =
        "; write a number or linear:FROM,TO or exponential:FROM,FACTOR or inverse:FROM,SCALE or"
            + " cosine:FROM,TO or steps:FROM,VALUE@EPOCH,... or warm-up:EPOCHS,SCHEDULE";
    assertRefused(
        "linaer:0.1,0.2", "there is no kind 'linaer'; did you mean linear? " + kinds.substring(2));
    assertRefused("fast", "there is no kind 'fast'" + kinds);
    assertRefused("", "the value must be a number, not ''");
    assertRefused("0,1", "the value must be a number, not '0,1'");
    assertRefused("0.1:2", "there is no kind '0.1'" + kinds);
    assertRefused("linear:0.1", "write linear:FROM,TO");
    assertRefused("linear:0.1,x", "TO must be a number, not 'x'");
    assertRefused("cosine:0.1,NaN", "TO must be finite, not NaN");
    assertRefused("inverse:0.1,0", "the scale must be positive and finite, not 0");
    assertRefused("exponential:-1,2", "the first value must be positive and finite, not -1");
    assertRefused("steps:0.1", "write steps:FROM,VALUE@EPOCH,...");
    assertRefused("steps:0.1,0.2", "write steps:FROM,VALUE@EPOCH,...");
    assertRefused("steps:0.1,0.2@1.5", "EPOCH must be a whole number, not '1.5'");
    assertRefused(
        "steps:0.1,0.2@9,0.3@9",
        "each step must come after the one before it, but epoch 9 comes after epoch 9");
    assertRefused("warm-up:3", "write warm-up:EPOCHS,SCHEDULE");
    assertRefused("warm-up:0,0.1", "a warm-up takes at least 1 epoch, not 0");
    assertMessage(
        "schedule 'linear:1': write linear:FROM,TO", () -> Schedule.parse("warm-up:3,linear:1"));
  }

  @Test
  void refusesWhatIsNotANumber() {
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "schedule: the value must be finite, not " + wrong, () -> Schedule.constant(wrong));
      assertThrows(IllegalArgumentException.class, () -> Schedule.linear(0.1, wrong));
      assertThrows(IllegalArgumentException.class, () -> Schedule.exponential(wrong, 1));
      assertThrows(IllegalArgumentException.class, () -> Schedule.inverse(0.1, wrong));
      assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0.1, wrong));
      assertThrows(IllegalArgumentException.class, () -> Schedule.constant(1).then(wrong, 2));
    }
    assertMessage(
        "schedule: a warm-up takes at least 1 epoch, not 0", () -> Schedule.constant(1).warmUp(0));
    assertMessage(
        "schedule: steps go on from a constant or from other steps, not from linear:1,2",
        () -> Schedule.linear(1, 2).then(3, 4));
  }

  private static void assertRefused(String text, String why) {
    assertMessage("schedule '" + text + "': " + why, () -> Schedule.parse(text));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
