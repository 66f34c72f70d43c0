package org.latent4j.architecture.offenders;

import org.bytedeco.javacpp.FloatPointer;

/** Uses a native library's type, but hides it. */
public final class NativeInside {
  private NativeInside() {}

  /** Looks harmless from outside. */
  public static long address(long count) {
    try (FloatPointer pointer = new FloatPointer(count)) {
      return pointer.address();
    }
  }
}
