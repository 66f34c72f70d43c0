package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * The factors of a program's products in bfloat16: each is converted once, in the order in which it
 * lies in memory, and serves all products that read it, also transposed, until something writes to
 * where it came from. A matrix that an elementwise kernel makes is written in both types at once.
 */
final class Halves {
  private static final int BYTES = 2;

  private final Kernels kernels;
  private final ProgramMemory memory;

  /** What has been converted since it was written to. */
  private final Map<View, Storage> made = new HashMap<>();

  /** Buffers that nobody needs any more. */
  private final List<Storage> free = new ArrayList<>();

  Halves(Kernels kernels, ProgramMemory memory) {
    this.kernels = kernels;
    this.memory = memory;
  }

  /**
   * Finds the values that FLOAT32 products read whole, as they lie or transposed.
   *
   * @param plan a plan
   * @return their numbers
   */
  static Set<Integer> factors(Plan plan) {
    Set<Integer> found = new HashSet<>();
    for (Plan.Node node : plan.nodes()) {
      if (node.operation() instanceof Operation.MatrixProduct) {
        for (Plan.Operand operand : node.operands().subList(0, 2)) {
          Plan.Value value = plan.values().get(operand.value());
          Layout dense = Layout.dense(value.shape());
          boolean whole = operand.layout().equals(dense);
          boolean turned =
              value.shape().rank() == 2 && operand.layout().equals(dense.transpose(1, 0));
          if (value.type() == DataType.FLOAT32 && (whole || turned)) {
            found.add(operand.value());
          }
        }
      }
    }
    return found;
  }

  /**
   * Makes room for a dense matrix in bfloat16, which whoever writes the matrix writes too.
   *
   * @param view the matrix, about to be written
   * @return where its elements go in bfloat16
   */
  Storage promise(View view) {
    Storage halves = buffer(BYTES * view.layout().shape().size());
    made.put(view, halves);
    return halves;
  }

  /** A factor in bfloat16, of the same shape; commands that convert it are added if need be. */
  StoredMatrix of(Commands to, View view) {
    boolean turned = StoredMatrix.takes(view.layout()) && !StoredMatrix.of(view).byRows();
    View source = turned ? StoredMatrix.of(view).transposed().view() : view;
    Shape shape = source.layout().shape();
    Storage halves = made.get(source);
    if (halves == null) {
      halves = buffer(BYTES * shape.size());
      to.add(kernels.bfloat16(source, halves, 0));
      made.put(source, halves);
    }
    StoredMatrix converted = StoredMatrix.of(new View(halves, Layout.dense(shape)));
    return turned ? converted.transposed() : converted;
  }

  private Storage buffer(long bytes) {
    for (Storage storage : free) {
      if (storage.length() == bytes) {
        free.remove(storage);
        return storage;
      }
    }
    return memory.result(DataType.UINT8, bytes);
  }

  /** To be called before something is written to a storage: its conversions are out of date. */
  void forget(Storage storage) {
    made.entrySet()
        .removeIf(
            entry -> {
              boolean old = entry.getKey().storage() == storage;
              if (old) {
                free.add(entry.getValue());
              }
              return old;
            });
  }
}
