package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.kernel.Bfloat16;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * The factors of a program's products in bfloat16: each is converted once, in the order in which it
 * lies in memory, and serves all products that read it, also transposed, until something writes to
 * where it came from. Constants are converted once for all runs. What kernels make they store in
 * bfloat16 themselves.
 *
 * <p>Rows begin at multiples of 16 bytes, since tensor cores are fed in pieces of that size: those
 * of 500 elements are 504 apart.
 */
final class Halves {
  private static final int PIECE = 8;

  /** Shorter rows would take up much more memory; their products are small. */
  private static final int SHORTEST_APART = 2 * PIECE;

  private final Kernels kernels;
  private final ProgramMemory memory;
  private final Commands once;
  private final Set<Storage> constants = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What has been converted since it was written to. */
  private final Map<View, View> made = new HashMap<>();

  /** Stacks, and where their parts go: those that are read only from where they are now. */
  private final Map<View, Stack> stacks = new HashMap<>();

  private final Map<View, View> reserved = new HashMap<>();

  /** Buffers that nobody needs any more, and those that the present node is the last to need. */
  private final List<Storage> free = new ArrayList<>();

  private final List<Storage> ending = new ArrayList<>();

  /** A stack in bfloat16, and its parts, one below the other. */
  private record Stack(View whole, List<View> parts) {}

  /**
   * Starts without any.
   *
   * @param kernels makes the kernels that convert
   * @param memory has room for the results
   * @param constants what no run changes
   * @param once takes the commands that convert those, to be done before the first run
   */
  Halves(Kernels kernels, ProgramMemory memory, List<Storage> constants, Commands once) {
    this.kernels = kernels;
    this.memory = memory;
    this.once = once;
    this.constants.addAll(constants);
  }

  /**
   * Makes room for a dense matrix in bfloat16, which whoever makes the matrix fills.
   *
   * @param view the matrix, about to be made
   * @return where its elements go in bfloat16
   */
  View promise(View view) {
    View place = reserved.get(view);
    View halves = place == null ? buffer(view.layout().shape(), true) : place;
    made.put(view, halves);
    return halves;
  }

  /** Where a matrix that has been promised is. */
  View promised(View view) {
    return made.get(view);
  }

  /** A factor in bfloat16, of the same shape; commands that convert it are added if need be. */
  View of(Commands to, View view) {
    boolean turned = StoredMatrix.takes(view.layout()) && !StoredMatrix.of(view).byRows();
    View source = turned ? StoredMatrix.of(view).transposed().view() : view;
    View halves = made.get(source);
    if (halves == null) {
      boolean constant = constants.contains(source.storage());
      View place = reserved.get(source);
      halves = place == null ? buffer(source.layout().shape(), !constant) : place;
      (constant ? once : to).add(kernels.copy(source, halves));
      made.put(source, halves);
    }
    return turned ? StoredMatrix.of(halves).transposed().view() : halves;
  }

  /** A buffer; one that outlives the run must not have served, or serve, anything else. */
  private View buffer(Shape shape, boolean mayBeUsed) {
    Layout layout = layout(shape);
    long bytes = Bfloat16.BYTES * layout.end();
    Storage found = null;
    for (Storage storage : free) {
      if (mayBeUsed && storage.length() == bytes) {
        found = storage;
      }
    }
    free.remove(found);
    Storage storage = found == null ? memory.result(DataType.UINT8, bytes) : found;
    return new View(new Bfloat16(storage, layout.end()), layout);
  }

  private static Layout layout(Shape shape) {
    int row = shape.dim(-1);
    int apart = row < SHORTEST_APART ? row : (row + PIECE - 1) / PIECE * PIECE;
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= axis == strides.length - 1 ? apart : shape.dim(axis);
    }
    return Layout.of(shape, 0, strides);
  }

  /**
   * Makes room for matrices below each other, before any of them is made.
   *
   * @param whole the stack
   * @param parts where the matrices are, from the top
   * @param lasting for each whether it alone is ever there, so that it can be converted early
   */
  void reserve(View whole, List<View> parts, List<Boolean> lasting) {
    View halves = buffer(whole.layout().shape(), false);
    List<View> places = new ArrayList<>();
    long from = 0;
    for (int part = 0; part < parts.size(); part++) {
      Shape shape = parts.get(part).layout().shape();
      View place = new View(halves.storage(), layout(shape).shifted(from));
      places.add(place);
      if (lasting.get(part)) {
        reserved.putIfAbsent(parts.get(part), place);
      }
      from += halves.layout().stride(0) * shape.dim(0);
    }
    stacks.put(whole, new Stack(halves, places));
  }

  /** Converts those parts of a stack that nobody has stored there. */
  void stack(Commands to, View whole, List<View> parts) {
    Stack stack = stacks.get(whole);
    for (int part = 0; part < parts.size(); part++) {
      View place = stack.parts.get(part);
      if (place.equals(reserved.get(parts.get(part)))) {
        of(to, parts.get(part));
      } else {
        View halves = made.get(parts.get(part)); // Perhaps its only form.
        to.add(kernels.copy(halves == null ? parts.get(part) : halves, place));
      }
    }
    made.put(whole, stack.whole);
  }

  /**
   * To be called before something is written to a place: conversions of what was there are out of
   * date. The node that writes may still read them.
   */
  void forget(View place) {
    made.entrySet()
        .removeIf(
            entry -> {
              boolean old = overlap(entry.getKey(), place);
              if (old && !isOfStack(entry.getValue())) {
                ending.add(((Bfloat16) entry.getValue().storage()).halves());
              }
              return old;
            });
  }

  /** Only a stack and its parts are in one storage and yet apart. */
  private static boolean overlap(View one, View other) {
    long begin = Math.max(one.layout().offset(), other.layout().offset());
    long end = Math.min(one.layout().end(), other.layout().end());
    return one.storage() == other.storage() && begin < end;
  }

  private boolean isOfStack(View halves) {
    return stacks.values().stream().anyMatch(it -> it.whole.storage() == halves.storage());
  }

  /** To be called when a node is done. */
  void nextNode() {
    free.addAll(ending);
    ending.clear();
  }
}
