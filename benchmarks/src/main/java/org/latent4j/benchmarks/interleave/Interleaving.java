package org.latent4j.benchmarks.interleave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures contestants in turns.
 *
 * <p>Each has a process of its own: Java, in which JMH runs its benchmark, or Python. All prepare
 * themselves; from then on one computes at a time: in every round each contestant gets one turn,
 * forwards in one round and backwards in the next. In the rounds of the warm-up a turn is one
 * iteration; in the measured ones it is a {@linkplain LeadIn lead-in} that is not counted and then
 * an iteration that is. Before each turn there is {@linkplain Silence silence}. A ratio is taken
 * within each round, and its median over the rounds counts.
 */
public final class Interleaving {
  private static final int START_MILLIS = 60_000;

  private final Rounds rounds;
  private final List<MeasuringProcess> processes = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  private Interleaving(Rounds rounds) {
    this.rounds = rounds;
  }

  /**
   * Measures.
   *
   * @param contestants whom to measure, in the order in which they take turns
   * @param rounds how often and how long
   * @return the measurements of the first contestant, of the second, and so on; more than one of
   *     each where a JMH parameter is not given
   * @throws IOException if a contestant fails; the message shows what it printed
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<Measurement> measure(List<Contestant> contestants, Rounds rounds)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("latent4j-benchmarks");
    Interleaving interleaving = new Interleaving(rounds);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      interleaving.start(contestants, server, folder);
      interleaving.takeTurns();
      List<Measurement> measurements = new ArrayList<>();
      for (MeasuringProcess process : interleaving.processes) {
        measurements.addAll(process.measurements());
      }
      return measurements;
    } finally {
      interleaving.end();
      delete(folder);
    }
  }

  /** One after the other, so that every connection belongs to the process started last. */
  private void start(List<Contestant> contestants, ServerSocket server, Path folder)
      throws IOException {
    server.setSoTimeout(200);
    for (Contestant contestant : contestants) {
      Path result = folder.resolve("result-" + processes.size() + ".json");
      MeasuringProcess process =
          MeasuringProcess.start(contestant, rounds, server.getLocalPort(), result);
      processes.add(process);
      sockets.add(connection(server, process));
    }
  }

  private static Socket connection(ServerSocket server, MeasuringProcess process)
      throws IOException {
    long start = System.nanoTime();
    while (process.isAlive()) {
      try {
        Socket socket = server.accept();
        if (socket.getInputStream().read() == Turn.READY) {
          return socket;
        }
      } catch (SocketTimeoutException e) {
        if (System.nanoTime() - start > START_MILLIS * 1_000_000L) {
          throw process.failure("did not come to its first iteration in time");
        }
      }
    }
    throw process.failure("ended before its first iteration");
  }

  private void takeTurns() throws IOException, InterruptedException {
    List<Socket> waiting = new ArrayList<>(sockets);
    while (!waiting.isEmpty()) {
      for (Socket next : List.copyOf(waiting)) {
        Silence.await();
        if (!takeTurn(next)) {
          waiting.remove(next);
        }
      }
      Collections.reverse(waiting);
    }
  }

  /** Lets one measure and prepare for its next turn; false if there is none. */
  private boolean takeTurn(Socket next) throws IOException {
    next.getOutputStream().write(1);
    if (next.getInputStream().read() != Turn.DONE) {
      throw processes.get(sockets.indexOf(next)).failure("ended in the middle");
    }
    return next.getInputStream().read() == Turn.READY;
  }

  private void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    processes.forEach(MeasuringProcess::kill);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Interleaving::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
