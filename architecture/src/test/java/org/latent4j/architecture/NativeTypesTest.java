package org.latent4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.latent4j.architecture.offenders.NativeInside;
import org.latent4j.architecture.offenders.NativeSignature;

/**
 * The types of ND4J, jblas and JavaCPP stay inside the backend that uses them, out of sight. The
 * benchmarks call jblas and OpenBLAS themselves, to measure what a backend adds to them.
 */
class NativeTypesTest {
  private static final String ND4J = "org.nd4j";
  private static final String JBLAS = "org.jblas";
  private static final String JAVACPP = "org.bytedeco";

  @Test
  void nd4jIsKnownToTheCpuBackendAlone() {
    staysIn(ND4J, Module.BACKEND_CPU);
  }

  @Test
  void jblasIsKnownToTheBlasBackendAndTheBenchmarksAlone() {
    staysIn(JBLAS, Module.BACKEND_BLAS, Module.BENCHMARKS);
  }

  @Test
  void javacppIsKnownToTheNativeBackendsAndTheBenchmarksAlone() {
    staysIn(
        JAVACPP, Module.BACKEND_CPU, Module.BACKEND_BLAS, Module.BACKEND_CUDA, Module.BENCHMARKS);
    Rules.mustFind(NativeInside.class, avoids(JAVACPP));
  }

  @Test
  void noNativeTypeIsInAPublicSignature() {
    ArchRule rule = classes().should(new NotShowTypesOf(ND4J, JBLAS, JAVACPP));
    Rules.mustHold(rule, Module.all());
    Rules.mustFind(NativeSignature.class, rule);
  }

  /** Also requires that each home uses the library: otherwise the rule would guard a wrong name. */
  private static void staysIn(String library, Module... homes) {
    for (Module home : homes) {
      assertTrue(
          avoids(library).evaluate(Module.classesOf(home)).hasViolation(),
          () -> home + " uses nothing of " + library);
    }
    Rules.mustHold(avoids(library), Module.classesOf(Module.allBut(homes)));
  }

  private static ArchRule avoids(String library) {
    return noClasses().should().dependOnClassesThat().resideInAPackage(library + "..");
  }
}
