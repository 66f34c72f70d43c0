package org.latent4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.testing.Logs;
import org.latent4j.testing.NaiveBackend;

/** How backends are found, asked and opened; each test has its own list of providers. */
class BackendsTest {
  @TempDir private Path folder;

  /** A provider that works, in its way. */
  abstract static class Fake implements BackendProvider {
    private final String name;
    private final int priority;

    Fake(String name, int priority) {
      this.name = name;
      this.priority = priority;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int priority() {
      return priority;
    }

    @Override
    public Probe probe() {
      return Probe.usable("it is a fake");
    }

    @Override
    public Backend open(BackendOptions options) {
      return new NaiveBackend(name + " with " + options.threads() + " threads");
    }
  }

  /** Slow, but it runs everywhere. */
  public static final class Plain extends Fake {
    public Plain() {
      super("plain", 0);
    }
  }

  /** Preferred to plain. */
  public static final class Quick extends Fake {
    public Quick() {
      super("quick", 50);
    }
  }

  /** As good as quick, and before it in the alphabet. */
  public static final class Nimble extends Fake {
    public Nimble() {
      super("nimble", 50);
    }
  }

  /** Has no device. */
  public static final class Absent extends Fake {
    public Absent() {
      super("absent", 300);
    }

    @Override
    public Probe probe() {
      return Probe.unusable("No such device was found.", "Plug one in.");
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new AssertionError("opened although it is not usable");
    }
  }

  /** Promises what it can't keep. */
  public static final class Hopeful extends Fake {
    public Hopeful() {
      super("hopeful", 200);
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new BackendUnavailableException("The device is busy. Wait for it.");
    }
  }

  /** Finds out about its native library only when it is opened. */
  public static final class Unlinked extends Fake {
    public Unlinked() {
      super("unlinked", 210);
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new UnsatisfiedLinkError("libfake.so");
    }
  }

  /** Breaks its promise never to throw. */
  public static final class Rude extends Fake {
    public Rude() {
      super("rude", 250);
    }

    @Override
    public Probe probe() {
      throw new NoClassDefFoundError("some/Native");
    }
  }

  /** Can't even say how good it is. */
  public static final class Confused extends Fake {
    public Confused() {
      super("confused", 0);
    }

    @Override
    public int priority() {
      throw new IllegalStateException("no idea");
    }
  }

  /** Can't be made. */
  public static final class Broken extends Fake {
    public Broken() {
      super("broken", 400);
      throw new UnsupportedOperationException("on purpose");
    }
  }

  /** Can't be loaded. */
  public static final class Unloadable extends Fake {
    static {
      fail();
    }

    public Unloadable() {
      super("unloadable", 500);
    }

    private static void fail() {
      throw new UnsatisfiedLinkError("libfake.so");
    }
  }

  private String log = "";

  /** Calls with these providers, and no others, on the class path. */
  private <T> T with(Callable<T> call, String... providers) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Path file = services.resolve(BackendProvider.class.getName());
    Files.writeString(file, String.join("\n", providers));
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = loaderOf(folder)) {
      Thread.currentThread().setContextClassLoader(loader);
      Object[] result = new Object[1];
      Throwable[] failure = new Throwable[1];
      log =
          Logs.of(
              () -> {
                try {
                  result[0] = call.call();
                } catch (Exception e) {
                  failure[0] = e;
                }
              });
      if (failure[0] != null) {
        throw (Exception) failure[0];
      }
      @SuppressWarnings("unchecked")
      T typed = (T) result[0];
      return typed;
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URLClassLoader loaderOf(Path folder) throws MalformedURLException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Fake.class.getClassLoader());
  }

  private static String provider(Class<? extends BackendProvider> type) {
    return type.getName();
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(BackendUnavailableException.class, call).getMessage());
  }

  private static String open(String name) {
    try (Backend backend = Backends.open(name, new BackendOptions(3))) {
      return backend.toString();
    }
  }

  private static String best() {
    try (Backend backend = Backends.best(new BackendOptions(3))) {
      return backend.toString();
    }
  }

  @Test
  void theListIsInOrderOfPriorityThenName() throws Exception {
    List<String> names =
        with(
            () -> Backends.list().stream().map(BackendProvider::name).toList(),
            provider(Plain.class),
            provider(Quick.class),
            provider(Absent.class),
            provider(Nimble.class));
    assertEquals(List.of("absent", "nimble", "quick", "plain"), names);
    assertEquals("", log);
  }

  @Test
  void aBackendIsOpenedByItsNameWithTheOptionsGiven() throws Exception {
    String opened = with(() -> open("plain"), provider(Quick.class), provider(Plain.class));
    assertEquals("plain with 3 threads", opened);
  }

  @Test
  void aMissingNameIsAnErrorThatListsWhatThereIs() {
    refused(
        "there is no backend 'fast' on the class path; there are: quick, plain",
        () -> with(() -> open("fast"), provider(Plain.class), provider(Quick.class)));
    refused(
        "there is no backend 'Plain' on the class path; there are: plain",
        () -> with(() -> open("Plain"), provider(Plain.class)));
    refused(
        "there is no backend 'java' on the class path; there are: none; add a dependency on"
            + " org.latent4j:latent4j-backend-java, -cpu, -blas or -cuda",
        () -> with(() -> open("java")));
  }

  @Test
  void aNamedBackendThatCanNotRunIsNeverReplacedByAnother() {
    refused(
        "backend 'absent' can't run here: No such device was found. Plug one in.",
        () -> with(() -> open("absent"), provider(Absent.class), provider(Plain.class)));
    refused(
        "The device is busy. Wait for it.",
        () -> with(() -> open("hopeful"), provider(Hopeful.class), provider(Plain.class)));
    refused(
        "backend 'unlinked' can't run here: java.lang.UnsatisfiedLinkError: libfake.so.",
        () -> with(() -> open("unlinked"), provider(Unlinked.class), provider(Plain.class)));
    refused(
        "backend 'rude' can't run here: its probe failed with java.lang.NoClassDefFoundError:"
            + " some/Native. Report it to its authors.",
        () -> with(() -> open("rude"), provider(Rude.class), provider(Plain.class)));
  }

  @Test
  void theBestIsTheUsableOneOfHighestPriorityAndTheLogSaysWhatWasPassedOver() throws Exception {
    String opened =
        with(
            BackendsTest::best,
            provider(Plain.class),
            provider(Absent.class),
            provider(Rude.class),
            provider(Unlinked.class),
            provider(Hopeful.class),
            provider(Quick.class));
    assertEquals("quick with 3 threads", opened);
    String passedOver =
        "Using backend quick; passed over: [absent (No such device was found. Plug one in.),"
            + " rude (its probe failed with java.lang.NoClassDefFoundError: some/Native."
            + " Report it to its authors.), unlinked (libfake.so),"
            + " hopeful (The device is busy. Wait for it.)]";
    assertTrue(log.contains(passedOver), log);
    assertEquals("plain with 3 threads", with(BackendsTest::best, provider(Plain.class)));
    assertTrue(log.contains("Using backend plain; passed over: []"), log);
  }

  @Test
  void whereNoneCanRunEveryReasonIsGiven() {
    refused(
        "no backend can run here: absent (No such device was found. Plug one in.);"
            + " hopeful (The device is busy. Wait for it.)",
        () -> with(BackendsTest::best, provider(Hopeful.class), provider(Absent.class)));
    refused(
        "there is no backend on the class path; add a dependency on"
            + " org.latent4j:latent4j-backend-java, -cpu, -blas or -cuda",
        () -> with(BackendsTest::best));
  }

  @Test
  void providersThatCanNotBeLoadedHideNoOthers() throws Exception {
    List<String> names =
        with(
            () -> Backends.list().stream().map(BackendProvider::name).toList(),
            provider(Broken.class),
            "org.latent4j.NoSuchProvider",
            provider(Unloadable.class),
            provider(Plain.class),
            provider(Confused.class),
            provider(Quick.class));
    assertEquals(List.of("quick", "plain"), names);
    assertEquals(4, Logs.count("Passed over a backend that can't be loaded", log), log);
    for (String reason : List.of("on purpose", "NoSuchProvider", "libfake.so", "no idea")) {
      assertTrue(log.contains(reason), log);
    }
  }

  @Test
  void optionsNeedAThread() throws IOException {
    var error = assertThrows(IllegalArgumentException.class, () -> new BackendOptions(0));
    assertEquals("backend options: threads must be at least 1, but got 0", error.getMessage());
    assertEquals(Runtime.getRuntime().availableProcessors(), BackendOptions.defaults().threads());
    assertEquals(2, BackendOptions.defaults().withThreads(2).threads());
  }
}
