package org.latent4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class CompareTest {
  private final StringWriter err = new StringWriter();

  /** Otherwise the table would simply lack PyTorch, after minutes. */
  @Test
  void peersThatTheBuildLacksAreRefusedBeforeAnythingIsMeasured() {
    assumeFalse(Peers.present(), "this build has PyTorch");
    assertEquals(ExitCode.USAGE, execute("--work", "cd1", "--peers"));
    assertTrue(err.toString().contains("this build has no PyTorch"), err.toString());
  }

  @Test
  void workThatDoesNotExistIsRefused() {
    assertEquals(ExitCode.USAGE, execute("--work", "cd2"));
    assertTrue(err.toString().contains("cd1-models"), err.toString());
  }

  private int execute(String... arguments) {
    CommandLine command = Compare.command();
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
