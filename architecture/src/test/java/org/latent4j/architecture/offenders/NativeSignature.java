package org.latent4j.architecture.offenders;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Shows a native library's type as a type argument. */
public interface NativeSignature {
  /** What a caller would have to know JavaCPP for. */
  List<FloatPointer[]> pointers();
}
