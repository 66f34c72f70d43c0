package org.latent4j.tck;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/** Faults of storages. */
final class StorageFaults {
  private StorageFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("1.01", "new memory is not cleared", DirtyMemory::new),
        Fault.of("1.02", "an empty storage has room for one element", AtLeastOne::new),
        Fault.of("1.03", "write starts at element 0 whatever is asked for", WriteFromZero::new),
        Fault.of("1.04", "write copies at most 2^20 elements", WriteOnePiece::new),
        Fault.of("1.05", "freed memory is not given back", Leaking::new),
        Fault.of("1.06", "storages of one length share their memory", SharedMemory::new),
        Fault.of("1.07", "a closed storage can still be used", Immortal::new));
  }

  private static final class DirtyMemory extends ReferenceBackend {
    @Override
    public Storage allocate(DataType type, long length) {
      Memory memory = new Memory(type, (int) length);
      Arrays.fill(memory.numbers(), 3);
      return memory;
    }
  }

  private static final class AtLeastOne extends ReferenceBackend {
    @Override
    public Storage allocate(DataType type, long length) {
      return super.allocate(type, Math.max(1, length));
    }
  }

  private static final class WriteFromZero extends ReferenceBackend {
    @Override
    public void write(Storage to, long at, Object array, int from, int count) {
      super.write(to, 0, array, from, count);
    }
  }

  private static final class WriteOnePiece extends ReferenceBackend {
    @Override
    public void write(Storage to, long at, Object array, int from, int count) {
      super.write(to, at, array, from, Math.min(count, 1 << 20));
    }
  }

  private static final class Leaking extends ReferenceBackend {
    private static final long LIMIT = 1L << 30;
    private long bytes;

    @Override
    public Storage allocate(DataType type, long length) {
      bytes += length * type.bytes();
      Check.that(bytes < LIMIT, () -> "out of memory");
      return super.allocate(type, length);
    }
  }

  private static final class SharedMemory extends ReferenceBackend {
    private final Map<Long, Storage> known = new HashMap<>();

    @Override
    public Storage allocate(DataType type, long length) {
      return known.computeIfAbsent(length, unused -> super.allocate(type, length));
    }
  }

  private static final class Immortal extends ReferenceBackend {
    @Override
    public Storage allocate(DataType type, long length) {
      return new Memory(type, (int) length) {
        @Override
        public void close() {
          // The fault: the memory stays.
        }
      };
    }
  }
}
