package org.latent4j.backend.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulDescOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulHeuristicResult_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulPreferenceOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatrixLayoutOpaque_t;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.latent4j.backend.Precision;
import org.latent4j.op.DataType;

/** Matrix products by cuBLASLt. */
final class CublasLt implements AutoCloseable {
  /**
   * How parts of a sum over the inner dimension are added, where cuBLASLt splits it: by a kernel of
   * its own that reads them from the workspace in float32. The scheme that adds in the place of the
   * result is left out, because its order is not stated.
   */
  private static final int REDUCTION = cublas.CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE;

  private static final int ALGORITHM_WORDS = 8;

  private final cublasLtContext context = new cublasLtContext();
  private final Pointer alpha = new DoublePointer(1);
  private final Pointer beta = new DoublePointer(1);

  CublasLt() {
    Status.ofCublasLt(cublas.cublasLtCreate(context), "cublasLtCreate");
  }

  static long version() {
    return cublas.cublasLtGetVersion();
  }

  /** A product's descriptions. */
  private record Product(
      DataType type,
      boolean onDevice,
      cublasLtMatmulDescOpaque_t description,
      cublasLtMatrixLayoutOpaque_t a,
      cublasLtMatrixLayoutOpaque_t b,
      cublasLtMatrixLayoutOpaque_t c)
      implements Driver.Handle {}

  Driver.Handle prepare(ProductForm form) {
    cublasLtMatmulDescOpaque_t description = new cublasLtMatmulDescOpaque_t();
    Status.ofCublasLt(
        cublas.cublasLtMatmulDescInit(description, computeType(form), type(form)),
        "cublasLtMatmulDescInit");
    set(description, cublas.CUBLASLT_MATMUL_DESC_TRANSA, operation(form.a()));
    set(description, cublas.CUBLASLT_MATMUL_DESC_TRANSB, operation(form.b()));
    set(
        description,
        cublas.CUBLASLT_MATMUL_DESC_POINTER_MODE,
        form.onDevice() ? cublas.CUBLASLT_POINTER_MODE_DEVICE : cublas.CUBLASLT_POINTER_MODE_HOST);
    return new Product(
        form.type(),
        form.onDevice(),
        description,
        layout(form, form.a(), factorType(form), form.rows(), form.inner()),
        layout(form, form.b(), factorType(form), form.inner(), form.columns()),
        layout(form, form.c(), type(form), form.rows(), form.columns()));
  }

  private static int computeType(ProductForm form) {
    if (form.type() == DataType.FLOAT64) {
      return cublas.CUBLAS_COMPUTE_64F;
    }
    return switch (form.precision()) {
      case FLOAT32_STRICT, BF16 -> cublas.CUBLAS_COMPUTE_32F;
      case TF32 -> cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
    };
  }

  private static int operation(ProductForm.Lie lie) {
    return lie.transposed() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
  }

  private static void set(cublasLtMatmulDescOpaque_t description, int attribute, int value) {
    try (IntPointer cell = new IntPointer(1)) {
      cell.put(value);
      Status.ofCublasLt(
          cublas.cublasLtMatmulDescSetAttribute(description, attribute, cell, Integer.BYTES),
          "cublasLtMatmulDescSetAttribute");
    }
  }

  private static int type(ProductForm form) {
    return form.type() == DataType.FLOAT64 ? cudart.CUDA_R_64F : cudart.CUDA_R_32F;
  }

  private static int factorType(ProductForm form) {
    return form.precision() == Precision.BF16 ? cudart.CUDA_R_16BF : type(form);
  }

  private static cublasLtMatrixLayoutOpaque_t layout(
      ProductForm form, ProductForm.Lie lie, int type, long rows, long columns) {
    cublasLtMatrixLayoutOpaque_t layout = new cublasLtMatrixLayoutOpaque_t();
    Status.ofCublasLt(
        cublas.cublasLtMatrixLayoutInit(
            layout,
            type,
            lie.transposed() ? columns : rows,
            lie.transposed() ? rows : columns,
            lie.leading()),
        "cublasLtMatrixLayoutInit");
    if (form.batch() > 1) {
      try (IntPointer count = new IntPointer(1);
          LongPointer stride = new LongPointer(1)) {
        count.put(form.batch());
        stride.put(lie.stride());
        set(layout, cublas.CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, count, Integer.BYTES);
        set(layout, cublas.CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, stride, Long.BYTES);
      }
    }
    return layout;
  }

  private static void set(
      cublasLtMatrixLayoutOpaque_t layout, int attribute, Pointer value, int bytes) {
    Status.ofCublasLt(
        cublas.cublasLtMatrixLayoutSetAttribute(layout, attribute, value, bytes),
        "cublasLtMatrixLayoutSetAttribute");
  }

  List<Algorithm> algorithms(Driver.Handle handle, ProductForm form, long workspace, int most) {
    Product product = (Product) handle;
    List<Algorithm> found = new ArrayList<>();
    try (cublasLtMatmulPreferenceOpaque_t preference = preference(form, workspace);
        cublasLtMatmulHeuristicResult_t results = new cublasLtMatmulHeuristicResult_t(most);
        IntPointer count = new IntPointer(1)) {
      int result =
          cublas.cublasLtMatmulAlgoGetHeuristic(
              context,
              product.description,
              product.a,
              product.b,
              product.c,
              product.c,
              preference,
              most,
              results,
              count);
      if (result != cublas.CUBLAS_STATUS_NOT_SUPPORTED) {
        Status.ofCublasLt(result, "cublasLtMatmulAlgoGetHeuristic");
        for (int i = 0; i < count.get(); i++) {
          cublasLtMatmulHeuristicResult_t one = results.getPointer(i);
          if (one.state() == 0) {
            found.add(algorithm(one));
          }
        }
      }
    }
    return found;
  }

  private static Algorithm algorithm(cublasLtMatmulHeuristicResult_t result) {
    List<Long> data = new ArrayList<>();
    for (int i = 0; i < ALGORITHM_WORDS; i++) {
      data.add(result.algo().data(i));
    }
    return new Algorithm(data, result.workspaceSize());
  }

  private static cublasLtMatmulPreferenceOpaque_t preference(ProductForm form, long workspace) {
    cublasLtMatmulPreferenceOpaque_t preference = new cublasLtMatmulPreferenceOpaque_t();
    Status.ofCublasLt(
        cublas.cublasLtMatmulPreferenceInit(preference), "cublasLtMatmulPreferenceInit");
    set(preference, cublas.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, workspace, Long.BYTES);
    set(preference, cublas.CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, REDUCTION, Integer.BYTES);
    long a = form.a().alignment();
    long b = form.b().alignment();
    long c = form.c().alignment();
    set(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, a, Integer.BYTES);
    set(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, b, Integer.BYTES);
    set(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, c, Integer.BYTES);
    set(preference, cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, c, Integer.BYTES);
    return preference;
  }

  private static void set(
      cublasLtMatmulPreferenceOpaque_t preference, int attribute, long value, int bytes) {
    try (LongPointer cell = new LongPointer(1)) {
      cell.put(value); // little-endian, so that its first 4 bytes are the 32-bit number
      Status.ofCublasLt(
          cublas.cublasLtMatmulPreferenceSetAttribute(preference, attribute, cell, bytes),
          "cublasLtMatmulPreferenceSetAttribute");
    }
  }

  void multiply(Driver.Handle handle, Algorithm algorithm, Operands operands, CUstream_st stream) {
    Product product = (Product) handle;
    try (cublasLtMatmulAlgo_t algo = new cublasLtMatmulAlgo_t()) {
      for (int i = 0; i < ALGORITHM_WORDS; i++) {
        algo.data(i, algorithm.data().get(i));
      }
      Status.ofCublasLt(
          cublas.cublasLtMatmul(
              context,
              product.description,
              factor(product, alpha, operands.alpha(), operands.alphaAddress()),
              at(operands.a()),
              product.a,
              at(operands.b()),
              product.b,
              factor(product, beta, operands.beta(), operands.betaAddress()),
              at(operands.c()),
              product.c,
              at(operands.d()),
              product.c,
              algo,
              at(operands.workspace()),
              operands.workspaceBytes(),
              stream),
          "cublasLtMatmul");
    }
  }

  private static Pointer factor(Product product, Pointer cell, double value, long address) {
    if (product.onDevice) {
      return at(address);
    }
    if (product.type == DataType.FLOAT64) {
      new DoublePointer(cell).put(value);
    } else {
      new FloatPointer(cell).put((float) value);
    }
    return cell;
  }

  private static Pointer at(long address) {
    return new Address(address);
  }

  /** A pointer to an address of the device, which JavaCPP never frees. */
  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }

  void destroy(Driver.Handle handle) {
    Product product = (Product) handle;
    product.description.close();
    product.a.close();
    product.b.close();
    product.c.close();
  }

  @Override
  public void close() {
    cublas.cublasLtDestroy(context);
    alpha.close();
    beta.close();
  }
}
