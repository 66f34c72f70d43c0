package org.latent4j.cli.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of this command and of the Java that runs it. */
final class Version implements IVersionProvider {

  /** The version in the jar, or "development" where the classes lie in a folder. */
  static String latent4j() {
    String version = Version.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }

  static String java() {
    return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
  }

  static String machine() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "latent4j " + latent4j(), "Java " + java(), machine(),
    };
  }
}
