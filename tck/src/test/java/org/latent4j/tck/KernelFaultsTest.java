package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.latent4j.sampling.Transition;
import org.latent4j.tck.TwoLayers.Chains;
import org.latent4j.tck.TwoLayers.Gibbs;
import org.latent4j.tck.TwoLayers.Info;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Every rule for Markov kernels fails for a kernel that breaks it. */
class KernelFaultsTest {
  private record KernelFault(String rule, String fault, Gibbs kernel) {
    void requireNoticed() {
      try (KernelCase broken = new KernelCase(kernel)) {
        Rules.requireFailure(rule, broken);
      }
    }
  }

  private static List<KernelFault> faults() {
    return List.of(
        new KernelFault("11.01", "the weights are scaled by 0.8", new Scaled(0.8)),
        new KernelFault("11.01", "the weights are scaled by 0.95", new Scaled(0.95)),
        new KernelFault("11.01", "hidden units are their means, not draws", new MeanField()),
        new KernelFault("11.02", "the chains stay where they are", new Standing()),
        new KernelFault("11.03", "all chains share their draws", new SharedDraws()),
        new KernelFault("11.04", "the key is ignored", new FixedKey()),
        new KernelFault("11.05", "the kernel counts its calls", new Counting()),
        new KernelFault("11.06", "chains start from 0", new FromZero()),
        new KernelFault("11.07", "several steps are one", new OneStep()),
        new KernelFault("11.07", "a single step at once has another key", new OtherKey()));
  }

  private static final class Scaled extends Gibbs {
    private final double factor;

    Scaled(double factor) {
      this.factor = factor;
    }

    @Override
    double[] scaled(double[] weights) {
      return Arrays.stream(weights).map(w -> factor * w).toArray();
    }
  }

  private static final class MeanField extends Gibbs {
    @Override
    Tensor draw(RandomKey key, Tensor p) {
      return p.shape().dim(1) == TwoLayers.HIDDEN ? p : super.draw(key, p);
    }
  }

  private static final class Standing extends Gibbs {
    @Override
    public Transition<Chains, Info> step(RandomKey key, Chains state) {
      return new Transition<>(state, new Info(state.v()));
    }
  }

  private static final class SharedDraws extends Gibbs {
    @Override
    Tensor draw(RandomKey key, Tensor p) {
      return TwoLayers.sharedDraw(key, p);
    }
  }

  private static final class FixedKey extends Gibbs {
    @Override
    public Transition<Chains, Info> step(RandomKey key, Chains state) {
      return super.step(RandomKey.of(1), state);
    }
  }

  private static final class Counting extends Gibbs {
    private int calls;

    @Override
    public Transition<Chains, Info> step(RandomKey key, Chains state) {
      return super.step(key.fold(calls++), state);
    }
  }

  private static final class FromZero extends Gibbs {
    @Override
    public Chains init(Tensor position) {
      return new Chains(position.mul(0));
    }
  }

  private static final class OneStep extends Gibbs {
    @Override
    public Transition<Chains, Info> steps(RandomKey key, Chains state, int count) {
      return step(count == 1 ? key : key.fold(count - 1), state);
    }
  }

  private static final class OtherKey extends Gibbs {
    @Override
    public Transition<Chains, Info> steps(RandomKey key, Chains state, int count) {
      return count == 1 ? step(key.fold(0), state) : super.steps(key, state, count);
    }
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
  @DisplayName("Every rule has a kernel that breaks it")
  void everyRuleHasAFault() {
    Set<String> broken = new TreeSet<>();
    faults().forEach(fault -> broken.add(fault.rule()));
    Set<String> rules = new TreeSet<>();
    Rules.of(MarkovKernelVerification.class).forEach(rule -> rules.add(rule.number()));
    assertEquals(rules, broken);
  }
}
