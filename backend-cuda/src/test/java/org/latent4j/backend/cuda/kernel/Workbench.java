package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Storages of one backend with contents made by a seed, so that several backends get the same. */
final class Workbench implements AutoCloseable {
  /** What breaks kernels. */
  private static final double[] SPECIAL = {
    0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-42, 3e38, 0.5
  };

  private final Backend backend;
  private final List<Storage> storages = new ArrayList<>();

  Workbench(Backend backend) {
    this.backend = backend;
  }

  Backend backend() {
    return backend;
  }

  /** A view whose elements are random, one in eight of them special. */
  View wild(DataType type, Layout layout, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = new double[Math.toIntExact(layout.end())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          random.nextInt(8) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : random.nextDouble(-4, 4);
    }
    return of(type, layout, numbers);
  }

  /** A view whose elements are small numbers, some of them equal. */
  View tame(DataType type, Layout layout, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = random.doubles(layout.end()).map(u -> Math.rint(64 * u - 32) / 8).toArray();
    return of(type, layout, numbers);
  }

  View of(DataType type, Layout layout, double... numbers) {
    Storage storage = backend.allocate(type, numbers.length);
    storages.add(storage);
    int n = numbers.length;
    Object array =
        switch (type) {
          case FLOAT32 -> {
            float[] elements = new float[n];
            for (int i = 0; i < n; i++) {
              elements[i] = (float) numbers[i];
            }
            yield elements;
          }
          case FLOAT64 -> numbers;
          case INT32 -> {
            int[] elements = new int[n];
            for (int i = 0; i < n; i++) {
              elements[i] = (int) (100 * numbers[i]);
            }
            yield elements;
          }
          case UINT8 -> {
            byte[] elements = new byte[n];
            for (int i = 0; i < n; i++) {
              elements[i] = (byte) (int) (60 * numbers[i]);
            }
            yield elements;
          }
        };
    backend.write(storage, 0, array, 0, n);
    return new View(storage, layout);
  }

  View integers(int... numbers) {
    Storage storage = backend.allocate(DataType.INT32, numbers.length);
    storages.add(storage);
    backend.write(storage, 0, numbers, 0, numbers.length);
    return new View(storage, Layout.dense(Shape.of(numbers.length)));
  }

  /** The whole storage of a view, what lies around the view included. */
  static double[] read(Backend backend, View view) {
    Storage storage = view.storage();
    int n = Math.toIntExact(storage.length());
    double[] numbers = new double[n];
    switch (storage.type()) {
      case FLOAT32 -> {
        float[] elements = new float[n];
        backend.read(storage, 0, elements, 0, n);
        for (int i = 0; i < n; i++) {
          numbers[i] = elements[i];
        }
      }
      case FLOAT64 -> backend.read(storage, 0, numbers, 0, n);
      case INT32 -> {
        int[] elements = new int[n];
        backend.read(storage, 0, elements, 0, n);
        for (int i = 0; i < n; i++) {
          numbers[i] = elements[i];
        }
      }
      case UINT8 -> {
        byte[] elements = new byte[n];
        backend.read(storage, 0, elements, 0, n);
        for (int i = 0; i < n; i++) {
          numbers[i] = elements[i] & 0xff;
        }
      }
    }
    return numbers;
  }

  @Override
  public void close() {
    storages.forEach(Storage::close);
  }
}
