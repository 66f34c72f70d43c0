package org.latent4j.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Every package says what it is for, and that what is not marked is never null. */
class PackageInfoTest {
  /** Packages whose contract for null is not written down yet; the list may only become shorter. */
  private static final Set<String> NOT_MARKED_YET =
      Set.of(
          "org.latent4j.backend.blas",
          "org.latent4j.backend.cpu",
          "org.latent4j.backend.cuda",
          "org.latent4j.backend.cuda.driver",
          "org.latent4j.backend.java.host",
          "org.latent4j.benchmarks",
          "org.latent4j.benchmarks.compare",
          "org.latent4j.benchmarks.gpu",
          "org.latent4j.benchmarks.interleave",
          "org.latent4j.benchmarks.network",
          "org.latent4j.benchmarks.operation",
          "org.latent4j.benchmarks.product",
          "org.latent4j.benchmarks.rbm",
          "org.latent4j.benchmarks.report",
          "org.latent4j.benchmarks.sampling",
          "org.latent4j.tck");

  @Test
  void everyPackageHasAPackageInfo() {
    assertEquals(Set.of(), packagesWithout(Rules::isPackageInfo, Module.all()));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> missing =
        packagesWithout(
            type -> Rules.isPackageInfo(type) && type.isAnnotatedWith(NullMarked.class),
            Module.all());
    assertEquals(NOT_MARKED_YET, missing);
  }

  private static Set<String> packagesWithout(Predicate<JavaClass> wanted, JavaClasses classes) {
    Set<String> missing =
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(missing.isEmpty());
    classes.stream().filter(wanted).map(JavaClass::getPackageName).forEach(missing::remove);
    return missing;
  }
}
