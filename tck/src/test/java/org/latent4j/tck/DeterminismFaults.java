package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Faults that depend on time, threads and other backends. */
final class DeterminismFaults {
  private DeterminismFaults() {}

  static List<Fault> all() {
    Set<Storage> everybodys = ConcurrentHashMap.newKeySet();
    return List.of(
        Fault.of("8.01", "sums differ from call to call", Restless::new),
        new Fault("8.02", "sums depend on the number of threads", Threaded::new),
        Fault.of("8.03", "calls at the same time share their scratch memory", SharedScratch::new),
        Fault.of("8.04", "a product writes back the whole storage", WholeStorage::new),
        Fault.of("8.05", "memory can be had from a closed backend", NeverClosed::new),
        Fault.of("8.06", "closing frees other backends' memory", () -> new Greedy(everybodys)),
        Fault.of("8.07", "the device has no name", Nameless::new),
        Fault.of("8.08", "the padding of products is not cleared", StalePadding::new));
  }

  /** Waits long enough for the other threads to come along. */
  private static void linger() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Restless extends ReferenceBackend {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    double reduce(ReductionOp op, double[] row) {
      return op == ReductionOp.SUM
          ? op.apply(row) * (1 + 1e-6 * (calls.incrementAndGet() % 3))
          : op.apply(row);
    }
  }

  private static final class Threaded extends ReferenceBackend {
    private final BackendOptions options;

    Threaded(BackendOptions options) {
      this.options = options;
    }

    @Override
    double reduce(ReductionOp op, double[] row) {
      return op == ReductionOp.SUM ? op.apply(row) * (1 + 1e-6 * options.threads()) : op.apply(row);
    }
  }

  private static final class SharedScratch extends ReferenceBackend {
    private volatile View scratch;

    @Override
    public void reduce(ReductionOp op, View in, int axis, View out) {
      scratch = in;
      linger();
      View read = scratch;
      boolean same = read.layout().shape().equals(in.layout().shape());
      super.reduce(same ? op : ReductionOp.SUM, in, axis, out);
      if (read.storage() != in.storage()) {
        Cursor cursor = new Cursor(out);
        cursor.set(0, cursor.get(0) + 1);
      }
    }
  }

  private static final class WholeStorage extends ReferenceBackend {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      Memory target = (Memory) out.storage();
      double[] copy = target.numbers().clone();
      Memory own = new Memory(target.type(), copy.length);
      System.arraycopy(copy, 0, own.numbers(), 0, copy.length);
      linger();
      super.matmul(alpha, a, b, beta, new View(own, out.layout()));
      System.arraycopy(own.numbers(), 0, target.numbers(), 0, copy.length);
    }
  }

  private static final class NeverClosed extends ReferenceBackend {
    @Override
    public Storage allocate(DataType type, long length) {
      return new Memory(type, (int) length);
    }
  }

  private static final class Greedy extends ReferenceBackend {
    private final Set<Storage> everybodys;

    Greedy(Set<Storage> everybodys) {
      this.everybodys = everybodys;
    }

    @Override
    public Storage allocate(DataType type, long length) {
      Storage storage = super.allocate(type, length);
      everybodys.add(storage);
      return storage;
    }

    @Override
    protected void closeResources() {
      for (Storage storage : everybodys) {
        Arrays.fill(((Memory) storage).numbersOrNone(), 0);
      }
    }
  }

  private static final class Nameless extends ReferenceBackend {
    @Override
    public BackendInfo info() {
      return new BackendInfo("nameless", " ", 1, Map.of());
    }
  }

  /** Terms are taken by fives; those that are missing are what was there before, times 0. */
  private static final class StalePadding extends ReferenceBackend {
    private double padding;

    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      super.matmul(alpha, a, b, beta, out);
      int k = a.layout().shape().dim(-1);
      Cursor result = new Cursor(out);
      for (int i = 0; k % 5 != 0 && i < result.size(); i++) {
        result.set(i, result.get(i) + 0 * padding);
      }
      padding = k == 0 ? padding : new Cursor(b).get(0);
    }
  }
}
