package org.latent4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.latent4j.architecture.offenders.Tangled;
import org.latent4j.architecture.offenders.knot.Knot;

/** Who may know whom. */
class LayersTest {
  /** Each package of the api may use those before it. */
  private static final List<String> API_LINE =
      List.of("op", "random", "graph", "backend", "tensor", "program", "sampling");

  private static final String[] PLATFORM = {"java..", "org.slf4j..", "org.jspecify.annotations.."};

  @Test
  void theLineNamesEveryPackageOfTheApi() {
    Set<String> found =
        Module.classesOf(Module.API).stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> named =
        API_LINE.stream()
            .map(name -> "org.latent4j." + name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(named, found);
  }

  @Test
  void packagesOfTheApiFormALine() {
    for (int i = 0; i < API_LINE.size(); i++) {
      List<String> allowed = new ArrayList<>(List.of(PLATFORM));
      API_LINE.subList(0, i + 1).forEach(name -> allowed.add("org.latent4j." + name));
      Rules.mustHold(
          mayUseOnly("org.latent4j." + API_LINE.get(i), allowed), Module.classesOf(Module.API));
    }
    Rules.mustFind(Tangled.class, mayUseOnly(Tangled.class.getPackageName(), List.of("java..")));
  }

  @Test
  void modelsKnowNoBackend() {
    Rules.mustHold(
        noClasses()
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.latent4j.backend.*..")
                    .or(resideInAnyPackage("org.latent4j.cli..", "org.latent4j.tck.."))),
        Module.classesOf(Module.MODELS));
  }

  @Test
  void backendsKnowNoModel() {
    Rules.mustHold(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.latent4j.models..", "org.latent4j.cli..", "org.latent4j.tck.."),
        Module.classesOf(
            Module.BACKEND_JAVA, Module.BACKEND_CPU, Module.BACKEND_BLAS, Module.BACKEND_CUDA));
  }

  @Test
  void packagesFormNoCycle() {
    Rules.mustHold(noCycleUnder("org.latent4j"), Module.all());
    Rules.mustFind(Knot.class, noCycleUnder("org.latent4j.architecture"));
  }

  private static ArchRule mayUseOnly(String name, List<String> allowed) {
    return classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(new String[0]));
  }

  private static ArchRule noCycleUnder(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }
}
