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

/** Every package says what it is for; those of the api also that null is marked. */
class PackageInfoTest {

  @Test
  void everyPackageHasAPackageInfo() {
    assertEquals(Set.of(), packagesWithout(Rules::isPackageInfo, Module.all()));
  }

  @Test
  void everyPackageOfTheApiIsNullMarked() {
    assertEquals(
        Set.of(),
        packagesWithout(
            type -> Rules.isPackageInfo(type) && type.isAnnotatedWith(NullMarked.class),
            Module.classesOf(Module.API)));
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
