package org.latent4j.benchmarks.interleave;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The connection of a measuring process of Java's to the one that hands out turns. Without the
 * system property {@value #PORT}, which says where that is, there is none, and everything here does
 * nothing. {@code scripts/benchmarks-python} speaks the same protocol.
 */
final class Turn {
  /** Names the port on the loopback interface at which turns are handed out. */
  static final String PORT = "latent4j.benchmarks.turn";

  /** What a process says when it is prepared and waits, and what when it has measured. */
  static final int READY = 'r';

  static final int DONE = 'd';

  private static Socket socket;

  private Turn() {}

  /** Waits until it is this process's turn. */
  static synchronized void take() {
    Integer port = Integer.getInteger(PORT);
    if (port == null) {
      return;
    }
    try {
      if (socket == null) {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
      }
      socket.getOutputStream().write(READY);
      if (socket.getInputStream().read() < 0) {
        throw new EOFException("the process that hands out turns has ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that this process has had its turn. */
  static synchronized void pass() {
    if (socket == null) {
      return;
    }
    try {
      socket.getOutputStream().write(DONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
