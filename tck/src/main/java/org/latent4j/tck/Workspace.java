package org.latent4j.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Key;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Views on the backend under test, together with what the host knows of them. Frees them all. */
final class Workspace implements AutoCloseable {
  /** What elements outside a target view hold, and must still hold after an operation. */
  private static final double GUARD = 77;

  private static final int GUARDS = 3;

  private final Backend backend;
  private final List<Storage> storages = new ArrayList<>();

  Workspace(Backend backend) {
    this.backend = backend;
  }

  /** A view that an operation reads, and what the host knows of it. */
  static final class Operand {
    private final View view;
    private final double[] numbers;

    private Operand(View view, double[] numbers) {
      this.view = view;
      this.numbers = numbers;
    }

    View view() {
      return view;
    }

    /** The elements in row-major order. */
    double[] numbers() {
      return numbers;
    }
  }

  /** Makes a storage that holds the given numbers. */
  Storage storage(DataType type, double... numbers) {
    Storage storage = backend.allocate(type, numbers.length);
    storages.add(storage);
    backend.write(storage, 0, Elements.array(type, numbers), 0, numbers.length);
    return storage;
  }

  /** Makes an operand whose storage is filled with the given numbers, again and again. */
  Operand operand(DataType type, Layout layout, double... numbers) {
    double[] content = new double[Math.toIntExact(layout.end())];
    for (int i = 0; i < content.length; i++) {
      content[i] = Elements.rounded(type, numbers[i % numbers.length]);
    }
    int[] positions = Arrangement.positions(layout);
    double[] elements = new double[positions.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = content[positions[i]];
    }
    return new Operand(new View(storage(type, content), layout), elements);
  }

  /** Makes a dense operand of rank 1. */
  Operand vector(DataType type, double... numbers) {
    return operand(type, Layout.dense(Shape.of(numbers.length)), numbers);
  }

  /** Makes an operand of rank 0, not at the start of its storage. */
  Operand number(DataType type, double number) {
    return operand(type, Arrangement.SLICED.layout(Shape.SCALAR), -99, 55, number);
  }

  /** Makes a key that is read from the device, not at the start of its storage. */
  Key key(long bits) {
    int[] words = {-1, (int) (bits >>> 32), (int) bits};
    Storage storage = backend.allocate(DataType.INT32, words.length);
    storages.add(storage);
    backend.write(storage, 0, words, 0, words.length);
    return Key.of(new View(storage, Layout.of(Shape.of(2), 1, 1)));
  }

  /** Makes a view to write into; every element holds the guard number. */
  Target target(DataType type, Layout layout) {
    double[] guards = new double[Math.toIntExact(layout.end()) + GUARDS];
    Arrays.fill(guards, GUARD);
    return new Target(new View(storage(type, guards), layout));
  }

  /** Makes a dense view to write into. */
  Target target(DataType type, Shape shape) {
    return target(type, Layout.dense(shape));
  }

  /** Reads a whole storage. */
  double[] read(Storage storage) {
    int length = Math.toIntExact(storage.length());
    Object array = Elements.array(storage.type(), length);
    backend.read(storage, 0, array, 0, length);
    return Elements.numbers(storage.type(), array);
  }

  @Override
  public void close() {
    storages.forEach(Storage::close);
    storages.clear();
  }

  /** A view that an operation writes. */
  final class Target {
    private final View view;
    private final int[] positions;

    private Target(View view) {
      this.view = view;
      this.positions = Arrangement.positions(view.layout());
    }

    View view() {
      return view;
    }

    /** Writes the elements of the view and leaves the guards around them. */
    Target holding(double... numbers) {
      double[] content = read(view.storage());
      for (int i = 0; i < positions.length; i++) {
        content[positions[i]] = numbers[i % numbers.length];
      }
      DataType type = view.storage().type();
      backend.write(view.storage(), 0, Elements.array(type, content), 0, content.length);
      return this;
    }

    /** Reads the elements in row-major order; fails if anything outside the view was written. */
    double[] read() {
      double[] content = Workspace.this.read(view.storage());
      double[] elements = new double[positions.length];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = content[positions[i]];
        content[positions[i]] = GUARD;
      }
      for (int i = 0; i < content.length; i++) {
        if (content[i] != GUARD) {
          throw new AssertionError(
              "element "
                  + i
                  + " of the storage lies outside the output "
                  + view.layout()
                  + ", but was overwritten with "
                  + content[i]);
        }
      }
      return elements;
    }

    private double[] read(Storage storage) {
      return Workspace.this.read(storage);
    }
  }
}
