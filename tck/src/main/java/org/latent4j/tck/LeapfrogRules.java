package org.latent4j.tck;

import static org.latent4j.tck.Example.requireNear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.sampling.Transition;
import org.latent4j.tck.HamiltonianChains.Info;
import org.latent4j.tck.HamiltonianChains.Phase;
import org.latent4j.tck.HamiltonianChains.State;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §12, continued: leapfrog steps on many chains. */
interface LeapfrogRules extends BackendRules {
  /** The number of chains. */
  int CHAINS = 24;

  /** The size of a leapfrog step; about one transition in twenty is refused. */
  double STEP_SIZE = 0.625;

  /** Transitions in a row. */
  int TRANSITIONS = 3;

  /** What the transitions carry: the chains, their number, which folds the key, and the key. */
  record Run(State chains, Tensor transition, RandomKey key) {}

  private static PlainMatrix start() {
    return Example.numbers(50, CHAINS, 2, 2);
  }

  /** Step by step from the same start, so that rounding can grow. */
  @Test
  @DisplayName("§12.04 Transitions of many Hamiltonian chains are those of one chain after another")
  default void hamiltonianTransitions() {
    for (DataType type : Elements.FLOATING) {
      RandomKey key = RandomKey.of(22);
      List<PlainHamiltonianChain> plain = new ArrayList<>();
      for (int row = 0; row < CHAINS; row++) {
        plain.add(new PlainHamiltonianChain(start().get(row, 0), start().get(row, 1)));
      }
      Scope.within(
          () -> {
            Run eager =
                new Run(
                    new State(Tensors.of(backend(), type, start().values(), CHAINS, 2)),
                    Tensor.full(backend(), DataType.INT32, 0),
                    key);
            Tensor size = Tensor.full(backend(), type, STEP_SIZE);
            try (Program<Run, Tensor, Info> program =
                Program.compile(backend(), eager, LeapfrogRules::transition)) {
              for (int transition = 0; transition < TRANSITIONS; transition++) {
                PlainDraws draws = new PlainDraws(key.bits(), type).fold(transition);
                for (int row = 0; row < CHAINS; row++) {
                  plain.get(row).step(draws, row, CHAINS, STEP_SIZE);
                }
                String when = " after transition " + transition;
                Step.Result<Run, Info> next = transition(eager, size);
                eager = next.state();
                requireSame(plain, eager.chains(), next.output(), "eager" + when);
                Info info = program.run(size);
                requireSame(plain, program.state().chains(), info, "compiled" + when);
              }
            }
          });
    }
  }

  private static Step.Result<Run, Info> transition(Run run, Tensor size) {
    Transition<State, Info> next =
        new HamiltonianChains(size).step(run.key().fold(run.transition()), run.chains());
    return Step.result(new Run(next.state(), run.transition().add(1), run.key()), next.info());
  }

  private static void requireSame(
      List<PlainHamiltonianChain> plain, State chains, Info info, String what) {
    double tolerance = 10 * Example.tolerance(chains.position().type());
    PlainMatrix position =
        PlainMatrix.filled(
            CHAINS, 2, i -> i % 2 == 0 ? plain.get(i / 2).x() : plain.get(i / 2).y());
    requireNear(position, chains.position(), tolerance, what + ": position");
    requireNear(
        row(plain, PlainHamiltonianChain::energyChange),
        info.energyChange(),
        tolerance,
        what + ": energy change");
    requireNear(
        row(plain, chain -> chain.accepted() ? 1 : 0), info.accepted(), what + ": accepted");
  }

  private static PlainMatrix row(
      List<PlainHamiltonianChain> plain, ToDoubleFunction<PlainHamiltonianChain> value) {
    return PlainMatrix.filled(1, CHAINS, i -> value.applyAsDouble(plain.get(i)));
  }

  /** The dynamics are reversible: back with the momentum turned round one is where one was. */
  @Test
  @DisplayName("§12.05 Leapfrog steps forth and back lead to where they started")
  default void leapfrogIsReversible() {
    for (DataType type : Elements.FLOATING) {
      Scope.within(
          () -> {
            Phase start =
                new Phase(
                    Tensors.of(backend(), type, start().values(), CHAINS, 2),
                    Tensors.of(
                        backend(), type, Example.numbers(51, CHAINS, 2, 2).values(), CHAINS, 2));
            Tensor size = Tensor.full(backend(), type, STEP_SIZE);
            requireNear(start(), forthAndBack(start, size).position(), tolerance(type), "eager");
            try (Program<Nothing, Phase, Phase> program =
                Program.compile(backend(), phase -> forthAndBack(phase, size))) {
              Phase end = program.run(start);
              requireNear(start(), end.position(), tolerance(type), "compiled");
              requireNear(
                  Example.numbers(51, CHAINS, 2, 2), end.momentum(), tolerance(type), "momentum");
            }
          });
    }
  }

  private static double tolerance(DataType type) {
    return 10 * Example.tolerance(type);
  }

  private static Phase forthAndBack(Phase start, Tensor size) {
    Phase end = HamiltonianChains.leapfrog(start, size);
    Phase turned = new Phase(end.position(), end.momentum().mul(-1));
    Phase back = HamiltonianChains.leapfrog(turned, size);
    return new Phase(back.position(), back.momentum().mul(-1));
  }
}
