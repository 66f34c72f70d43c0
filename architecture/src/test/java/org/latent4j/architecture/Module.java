package org.latent4j.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.net.URL;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The modules with code, each found on the class path by one package that it holds. */
enum Module {
  API("api", "org.latent4j.op"),
  TCK("tck", "org.latent4j.tck"),
  BACKEND_JAVA("backend-java", "org.latent4j.backend.java"),
  BACKEND_CPU("backend-cpu", "org.latent4j.backend.cpu"),
  BACKEND_BLAS("backend-blas", "org.latent4j.backend.blas"),
  BACKEND_CUDA("backend-cuda", "org.latent4j.backend.cuda"),
  MODELS("models", "org.latent4j.models"),
  CLI("cli", "org.latent4j.cli"),
  BENCHMARKS("benchmarks", "org.latent4j.benchmarks");

  /**
   * Every class of every module, but for the loops that JMH writes around benchmark methods.
   * Importing takes a second, so it is done once.
   */
  private static final class All {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importLocations(Arrays.stream(values()).map(Module::location).toList());
  }

  private final String folder;
  private final String anchor;

  Module(String folder, String anchor) {
    this.folder = folder;
    this.anchor = anchor;
  }

  String folder() {
    return folder;
  }

  /** The classes of all modules. */
  static JavaClasses all() {
    return All.CLASSES;
  }

  /** All modules but these. */
  static Set<Module> allBut(Module... modules) {
    Set<Module> rest = EnumSet.allOf(Module.class);
    List.of(modules).forEach(rest::remove);
    return rest;
  }

  /** The classes of these modules. */
  static JavaClasses classesOf(Module... modules) {
    return classesOf(EnumSet.copyOf(List.of(modules)));
  }

  /** The classes of these modules. */
  static JavaClasses classesOf(Set<Module> wanted) {
    return all()
        .that(DescribedPredicate.describe("in " + wanted, type -> wanted.contains(of(type))));
  }

  /** The module that a class was read from. */
  static Module of(JavaClass type) {
    String source = type.getSource().orElseThrow().getUri().toString();
    return Arrays.stream(values())
        .filter(module -> source.contains(module.url().getPath()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(type.getName() + " comes from no module: " + source));
  }

  private Location location() {
    return Location.of(url());
  }

  /** The folder or jar that holds the module's classes. */
  private URL url() {
    try {
      return Class.forName(anchor + ".package-info")
          .getProtectionDomain()
          .getCodeSource()
          .getLocation();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(folder + " is not on the class path: it has no " + anchor, e);
    }
  }
}
