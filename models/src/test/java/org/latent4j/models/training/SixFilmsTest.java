package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The introductory example of preferences for six films: two hidden units find the two tastes
 * behind the likings of six users.
 */
class SixFilmsTest {
  private static final String[] FILMS = {
    "Harry Potter", "Avatar", "LOTR 3", "Gladiator", "Titanic", "Glitter"
  };
  private static final int LOTR = 2;
  private static final float[][] LIKINGS = {
    {1, 1, 1, 0, 0, 0},
    {1, 0, 1, 0, 0, 0},
    {1, 1, 1, 0, 0, 0},
    {0, 0, 1, 1, 1, 0},
    {0, 0, 1, 1, 0, 0},
    {0, 0, 1, 1, 1, 0}
  };

  private static Backend backend;
  private static RbmModel model;

  @BeforeAll
  static void train() {
    backend = Backends.open(System.getProperty("latent4j.test.backend", "java"));
    Dataset users = Dataset.of("films", LIKINGS).withColumnNames(Arrays.asList(FILMS));
    Rbm rbm = Rbm.of(Units.bernoulli(6), Units.bernoulli(2));
    RbmLearner learner = RbmLearner.of(rbm, Cd.steps(1)).optimizer(Sgd.rate(0.1));
    Run<RbmParameters> run =
        Training.of(Stage.of("rbm", learner, Loop.epochs(5000).batch(6)))
            .seed(3)
            .on(backend)
            .fit(users);
    model = RbmModel.of(rbm, run.parameters(), run.provenance());
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  /** The hidden unit that Gladiator turns on. */
  private static int oscars() {
    return Scope.within(
        () -> {
          float[] weights = model.on(backend).weights().slice(0, 3, 4).toFloats();
          return weights[0] > weights[1] ? 0 : 1;
        });
  }

  private static float[] hiddenMean(float... likings) {
    return Scope.within(
        () -> {
          RbmParameters parameters = model.on(backend);
          Tensor v = Tensor.of(backend, likings, 1, 6);
          return model.rbm().hiddenMean(parameters, v).toFloats();
        });
  }

  private static float[] visibleMean(float... hidden) {
    return Scope.within(
        () -> {
          RbmParameters parameters = model.on(backend);
          Tensor h = Tensor.of(backend, hidden, 1, 2);
          return model.rbm().visibleMean(parameters, h).toFloats();
        });
  }

  private static float[] only(int unit) {
    float[] states = new float[2];
    states[unit] = 1;
    return states;
  }

  @Test
  void oneUnitLearnsTheOscarWinnersAndTheOtherScienceFictionAndFantasy() {
    float[] weights = Scope.within(() -> model.on(backend).weights().transpose().toFloats());
    float[] oscar = Arrays.copyOfRange(weights, 6 * oscars(), 6 * oscars() + 6);
    float[] fantasy = Arrays.copyOfRange(weights, 6 * (1 - oscars()), 6 * (1 - oscars()) + 6);
    for (int film : new int[] {3, 4}) {
      assertTrue(oscar[film] > 1, FILMS[film] + " for the Oscar unit: " + oscar[film]);
      assertTrue(fantasy[film] < -1, FILMS[film] + " for the fantasy unit: " + fantasy[film]);
    }
    for (int film : new int[] {0, 1}) {
      assertTrue(fantasy[film] > 1, FILMS[film] + " for the fantasy unit: " + fantasy[film]);
      assertTrue(oscar[film] < -1, FILMS[film] + " for the Oscar unit: " + oscar[film]);
    }
  }

  @Test
  void aNewUserWhoLikesGladiatorAndTitanicTurnsTheOscarUnitOn() {
    float[] taste = hiddenMean(0, 0, 0, 1, 1, 0);
    assertTrue(taste[oscars()] > 0.9, Arrays.toString(taste));
    assertTrue(taste[1 - oscars()] < 0.1, Arrays.toString(taste));
  }

  @Test
  void dayDreamingWithTheOtherUnitOnProposesTheFantasyFilms() {
    float[] proposed = visibleMean(only(1 - oscars()));
    for (int film : new int[] {0, 1, LOTR}) {
      assertTrue(proposed[film] > 0.5, FILMS[film] + ": " + proposed[film]);
    }
    for (int film : new int[] {3, 4, 5}) {
      assertTrue(proposed[film] < 0.1, FILMS[film] + ": " + proposed[film]);
    }
  }

  @Test
  void theModelSaysWhereItComesFrom() {
    assertEquals("3", model.provenance().get("seed"));
    assertEquals(backend.info().name(), model.provenance().get("backend"));
    assertTrue(model.provenance().get("data").contains("sha256"));
  }
}
