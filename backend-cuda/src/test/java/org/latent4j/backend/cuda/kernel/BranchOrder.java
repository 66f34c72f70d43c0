package org.latent4j.backend.cuda.kernel;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.latent4j.backend.cuda.driver.Driver;

/** A driver that does copies, told by their bytes, in the order of {@link EmulatedBranches}. */
public final class BranchOrder {
  private final EmulatedBranches branches;
  private final Driver driver;
  private boolean side;

  /**
   * Makes the driver.
   *
   * @param mainIsLate whether the main branch is the late one, else the side branch is
   * @param copy takes the bytes of each copy when it is done
   */
  public BranchOrder(boolean mainIsLate, IntConsumer copy) {
    branches = new EmulatedBranches(mainIsLate);
    driver =
        (Driver)
            Proxy.newProxyInstance(
                Driver.class.getClassLoader(),
                new Class<?>[] {Driver.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "fork" -> branches.fork();
                    case "mark" -> branches.mark();
                    case "join" -> branches.join();
                    case "onSide" -> side = (boolean) arguments[0];
                    case "copy" -> {
                      int bytes = Math.toIntExact((long) arguments[2]);
                      branches.run(side, () -> copy.accept(bytes));
                    }
                    default -> throw new AssertionError(method);
                  }
                  return null;
                });
  }

  /** Returns the driver. */
  public Driver driver() {
    return driver;
  }

  /** Requires that no work is left on the side branch. */
  public void requireJoined() {
    branches.requireJoined();
  }
}
