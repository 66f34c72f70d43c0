package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule for backends fails for a backend that breaks it. */
class BackendFaultsTest {
  private static Stream<Fault> faults() {
    return Stream.of(
            StorageFaults.all(),
            ElementwiseFaults.all(),
            DrawFaults.all(),
            ProductFaults.all(),
            ReductionFaults.all(),
            RowFaults.all(),
            ExpressionFaults.all(),
            DeterminismFaults.all(),
            ProgramFaults.all())
        .flatMap(List::stream);
  }

  @TestFactory
  @DisplayName("A fault is noticed by the rule that is about it")
  Stream<DynamicTest> faultsAreNoticed() {
    return faults()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    "§" + fault.rule() + ": " + fault.fault(),
                    () -> assertFalse(fault.requireNoticed().isBlank())));
  }

  @Test
  @DisplayName("Every rule has a backend that breaks it")
  void everyRuleHasAFault() {
    Set<String> broken = new TreeSet<>();
    faults().forEach(fault -> broken.add(fault.rule()));
    Set<String> rules = new TreeSet<>();
    Rules.of(BackendVerification.class).forEach(rule -> rules.add(rule.number()));
    assertEquals(rules, broken);
  }
}
