package org.latent4j.models.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latent4j.models.schedule.Schedule;

class OptimizerTextTest {
  private static final Map<String, Optimizer> WRITTEN =
      Map.of(
          "sgd:0.1", Sgd.rate(0.1),
          "sgd:linear:0.2,0.01", Sgd.rate(Schedule.linear(0.2, 0.01)),
          "sgd:0.1,momentum=0.9,nesterov", Sgd.rate(0.1).nesterov(0.9),
          "sgd:warm-up:5,linear:0.2,0.01,momentum=linear:0.5,0.9,weight-decay=1e-4",
              Sgd.rate(Schedule.linear(0.2, 0.01).warmUp(5))
                  .momentum(Schedule.linear(0.5, 0.9))
                  .weightDecay(1e-4),
          "adam:0.001", Adam.rate(0.001),
          "adam:0.001,beta1=0.5,epsilon=1e-4", Adam.rate(0.001).betas(0.5, 0.999).epsilon(1e-4),
          "adamw:0.001,beta2=0.99,weight-decay=0.01",
              Adam.rate(0.001).betas(0.9, 0.99).weightDecay(0.01),
          "rmsprop:cosine:0.01,1e-5,decay=0.99",
              RmsProp.rate(Schedule.cosine(0.01, 1e-5)).decay(0.99),
          "rmsprop:0.001,epsilon=1e-6,clip=5", RmsProp.rate(0.001).epsilon(1e-6).clip(5),
          "sgd:0.1,nesterov,momentum=0.5,clip=2", Sgd.rate(0.1).nesterov(0.5).clip(2));

  @Test
  void isReadAsItIsWritten() {
    WRITTEN.forEach(
        (text, optimizer) -> {
          assertEquals(optimizer, Optimizer.parse(text));
          assertEquals(optimizer, Optimizer.parse(optimizer.text()));
          assertEquals(optimizer.text(), optimizer.toString());
        });
    List.of("sgd:0.1,momentum=0.9,nesterov", "adam:0.001", "rmsprop:0.001,epsilon=1e-6,clip=5")
        .forEach(text -> assertEquals(text, Optimizer.parse(text).text()));
    assertEquals("adamw:0.1,weight-decay=0.01", Optimizer.parse("adamw:0.1").text());
  }

  @Test
  void saysWhatIsWrong() {
    assertRefused(
        "lion:0.1",
        "there is no kind 'lion'; write sgd:RATE or rmsprop:RATE or adam:RATE or adamw:RATE");
    assertRefused("sgd", "write sgd:RATE");
    assertRefused("sgd:momentum=0.9", "write sgd:RATE");
    assertRefused(
        "adam:0.001,adam", "schedule '0.001,adam': the value must be a number, not '0.001,adam'");
    assertRefused(
        "adam:0.001,weight-decay=0.1",
        "'weight-decay' is none of what adam takes: beta1, beta2, epsilon, clip");
    assertRefused("sgd:0.1,momentum=0.5,momentum=0.9", "'momentum' is there twice");
    assertRefused("sgd:0.1,momentum=1", "sgd: the momentum must be in [0, 1), not 1");
    assertRefused("sgd:0.1,nesterov=1", "'nesterov' takes no value; write momentum=0.9,nesterov");
    assertRefused(
        "sgd:0.1,nesterov",
        "sgd: Nesterov's form needs a momentum above 0, but it is 0; call nesterov(0.9)");
    assertRefused("adam:0.1,beta1=x", "beta1 must be a number, not 'x'");
    assertRefused("adam:0.1,beta1=0.5,0.9", "beta1 must be a number, not '0.5,0.9'");
    assertRefused("rmsprop:0", "rmsprop: the learning rate must be positive and finite, not 0");
    assertRefused(
        "sgd:0.1,clip=0", "the norm of clipped gradients must be positive and finite, not 0");
  }

  private static void assertRefused(String text, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Optimizer.parse(text)).getMessage();
    assertEquals("optimizer '" + text + "': " + why, message);
  }
}
