package org.latent4j.backend.java.loops;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * Whether loops can be written with vectors instead of left to the compiler to find them: if the
 * virtual machine has been started with {@code --add-modules jdk.incubator.vector}, and compiles.
 * Interpreted, such loops would be slower than any others.
 *
 * <p>The module is not part of Java 17 proper, so what uses it is compiled apart and is loaded by
 * name.
 */
public final class ExplicitVectors {
  private static final String MODULE = "jdk.incubator.vector";

  private static final @Nullable Constructor<? extends BinaryTables> TABLES =
      ModuleLayer.boot().findModule(MODULE).isPresent() && compiles() ? find() : null;

  private ExplicitVectors() {}

  /**
   * Says whether there are explicit vectors.
   *
   * @return false if loops have to do without
   */
  public static boolean areThere() {
    return TABLES != null;
  }

  static BinaryTables tables(AlignedArrays arrays) {
    if (TABLES == null) {
      throw new IllegalStateException("There are no explicit vectors.");
    }
    try {
      return TABLES.newInstance(arrays);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("TablesOfFour can not be made", e);
    }
  }

  private static boolean compiles() {
    return !System.getProperty("java.vm.info", "").startsWith("interpreted");
  }

  private static @Nullable Constructor<? extends BinaryTables> find() {
    try {
      return Class.forName("org.latent4j.backend.java.loops.TablesOfFour")
          .asSubclass(BinaryTables.class)
          .getDeclaredConstructor(AlignedArrays.class);
    } catch (ReflectiveOperationException | LinkageError e) {
      return null; // Another version of the module, which has changed.
    }
  }
}
