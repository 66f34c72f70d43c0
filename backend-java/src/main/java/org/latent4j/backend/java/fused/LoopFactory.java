package org.latent4j.backend.java.fused;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes loops, each once. Where classes cannot be made at run time, as in a native image, there are
 * none, and one log line says so. Thread-safe.
 */
public final class LoopFactory {
  /** The loops of this virtual machine. */
  public static final LoopFactory SHARED = new LoopFactory(LoopFactory::define);

  /** Programs without end must not fill the memory. */
  private static final int MOST_LOOPS = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LoopFactory.class);

  /** Makes an object of a class. */
  @FunctionalInterface
  interface Definer {
    FusedLoop define(byte[] classFile) throws Throwable;
  }

  private final Definer definer;
  private final Map<FusedRun, FusedLoop> loops = new ConcurrentHashMap<>();
  private volatile boolean unavailable;

  /** For tests; {@link #SHARED} is for use. */
  LoopFactory(Definer definer) {
    this.definer = definer;
  }

  /**
   * Returns a factory that makes no loops.
   *
   * @return a new factory
   */
  public static LoopFactory none() {
    LoopFactory factory = new LoopFactory(LoopFactory::define);
    factory.unavailable = true;
    return factory;
  }

  /**
   * Says whether there is any hope for a loop.
   *
   * @return false once a class could not be made
   */
  public boolean isAvailable() {
    return !unavailable;
  }

  /**
   * Returns the loop of a run.
   *
   * @param run what to compute
   * @return the loop, or null where no classes can be made
   */
  public @Nullable FusedLoop loop(FusedRun run) {
    FusedLoop known = loops.get(run);
    if (known != null || unavailable) {
      return known;
    }
    try {
      FusedLoop made = definer.define(LoopWriter.classFile(run));
      if (loops.size() >= MOST_LOOPS) {
        loops.clear();
      }
      loops.put(run, made);
      return made;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // A native image throws an Error of its own here; whatever it is, there is another way.
      unavailable = true;
      LOG.info("elementwise: no loops can be generated here, so operations run one by one", e);
      return null;
    }
  }

  private static FusedLoop define(byte[] classFile) throws Throwable {
    MethodHandles.Lookup type = MethodHandles.lookup().defineHiddenClass(classFile, true);
    return (FusedLoop)
        type.findConstructor(type.lookupClass(), MethodType.methodType(void.class)).invoke();
  }
}
