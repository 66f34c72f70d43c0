package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.ProductForm;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * Matrix products by cuBLASLt. It stores matrices by columns: a result by rows is computed as the
 * transposed product of the transposed factors. Factors and results with strides that it does not
 * know go through dense copies in the scratch memory. Not thread-safe: used under the device's
 * lock.
 */
final class Products {
  private final Kernels kernels;
  private final ProductAlgorithms algorithms;
  private final Map<Double, Map<DataType, CudaStorage>> constants = new HashMap<>();
  private final Constants maker;

  /** Makes numbers that stay on the device. */
  interface Constants {
    CudaStorage of(DataType type, double value);
  }

  Products(Kernels kernels, ProductAlgorithms algorithms, Constants maker) {
    this.kernels = kernels;
    this.algorithms = algorithms;
    this.maker = maker;
  }

  /** Adds the commands of {@code out = alpha A B + beta out}, in float32 or float64. */
  void add(Commands to, Scalar alpha, View a, View b, double beta, View out) {
    add(to, alpha, a, b, beta, out, out, Precision.FLOAT32_STRICT, null);
  }

  /**
   * Adds the commands of {@code out = alpha A B + beta addend}.
   *
   * @param addend read unless beta is 0; out itself, or apart from it
   * @param precision how exactly FLOAT32 is multiplied
   * @param halves who converts factors for BF16
   */
  void add(
      Commands to,
      Scalar alpha,
      View a,
      View b,
      double beta,
      View addend,
      View out,
      Precision precision,
      @Nullable Halves halves) {
    Shape shape = out.layout().shape();
    if (shape.size() == 0) {
      return;
    }
    if (a.layout().shape().dim(-1) == 0) {
      scale(to, beta, addend, out);
      return;
    }
    View result = StoredMatrix.takes(out.layout()) ? out : dense(to, out);
    View added = beta == 0 ? result : addend;
    if (!liesAlike(added, result)) {
      to.add(kernels.copy(added, result));
      added = result;
    }
    multiply(to, alpha, a, b, beta, added, result, precision, halves);
    if (!result.equals(out)) {
      to.add(kernels.copy(result, out));
    }
  }

  /** Whether cuBLASLt can be told of one and read the other. */
  private static boolean liesAlike(View one, View other) {
    return StoredMatrix.takes(one.layout())
        && StoredMatrix.of(one).lie().equals(StoredMatrix.of(other).lie());
  }

  /** The product of empty sums: {@code out = beta addend}. */
  private void scale(Commands to, double beta, View addend, View out) {
    if (beta == 0) {
      to.add(kernels.fill(0, out));
    } else {
      Expression.Builder builder = Expression.in(out.storage().type());
      Expression scaled = builder.build(builder.mul(builder.input(0), beta));
      Shape shape = out.layout().shape();
      to.add(kernels.elementwise(scaled, shape, List.of(addend), List.of(), List.of(out)));
    }
  }

  private void multiply(
      Commands to,
      Scalar alpha,
      View a,
      View b,
      double beta,
      View addend,
      View out,
      Precision asked,
      @Nullable Halves halves) {
    DataType type = out.storage().type();
    Precision precision = type == DataType.FLOAT64 ? Precision.FLOAT32_STRICT : asked;
    Halves convert = precision == Precision.BF16 ? halves : null;
    StoredMatrix left = factor(to, convert == null ? a : convert.of(to, a));
    StoredMatrix right = factor(to, convert == null ? b : convert.of(to, b));
    StoredMatrix added = StoredMatrix.of(addend);
    StoredMatrix result = StoredMatrix.of(out);
    // A result by columns is what cuBLASLt makes; of one by rows it makes the transposed matrix.
    Call call =
        result.byRows()
            ? new Call(
                right.transposed(), left.transposed(), added.transposed(), result.transposed())
            : new Call(left, right, added, result);
    ProductForm form = call.form(type, precision, alpha.view() != null);
    ProductAlgorithms.Choice choice = algorithms.of(form);
    if (choice.algorithm() == null) {
      View first = convert == null ? a : copy(to, left.view());
      View second = convert == null ? b : copy(to, right.view());
      if (beta != 0 && !addend.equals(out)) {
        to.add(kernels.copy(addend, out));
      }
      to.add(kernels.matmul(alpha, first, second, beta, out));
    } else {
      Command.Work command = command(to, choice, form, alpha, beta, call);
      to.add(command, read(alpha, call), List.of(call.d().view()), Cost.ofProduct(form));
    }
  }

  /** The matrices of cuBLASLt's call; what is added and the result lie by columns. */
  private record Call(StoredMatrix a, StoredMatrix b, StoredMatrix c, StoredMatrix d) {
    ProductForm form(DataType type, Precision precision, boolean onDevice) {
      Shape shape = d.view().layout().shape();
      return new ProductForm(
          type,
          precision,
          shape.dim(-2),
          shape.dim(-1),
          a.view().layout().shape().dim(-1),
          a.lie(),
          b.lie(),
          d.lie(),
          shape.rank() == 3 ? shape.dim(0) : 1,
          onDevice);
    }
  }

  private static List<View> read(Scalar alpha, Call call) {
    List<View> read = new ArrayList<>(List.of(call.a().view(), call.b().view(), call.c().view()));
    if (alpha.view() != null) {
      read.add(alpha.view());
    }
    return read;
  }

  private Command.Work command(
      Commands to,
      ProductAlgorithms.Choice choice,
      ProductForm form,
      Scalar alpha,
      double beta,
      Call call) {
    boolean onDevice = form.onDevice();
    long workspace = choice.algorithm().workspace();
    return new Command.Multiply(
        choice.product(),
        choice.algorithm(),
        onDevice ? 0 : alpha.factor(),
        onDevice ? 0 : beta,
        onDevice ? alphaPlace(to, alpha, form.type()) : Command.Place.NONE,
        onDevice ? Commands.place(constant(form.type(), beta)) : Command.Place.NONE,
        Commands.place(call.a().view()),
        Commands.place(call.b().view()),
        Commands.place(call.c().view()),
        Commands.place(call.d().view()),
        workspace == 0
            ? Command.Place.NONE
            : new Command.Place(Command.Place.SCRATCH, to.reserve(workspace)));
  }

  /** Where the factor of the product is on the device: where it was given, or a scaled copy. */
  private Command.Place alphaPlace(Commands to, Scalar alpha, DataType type) {
    View view = alpha.view();
    if (alpha.factor() == 1 && view.storage().type() == type) {
      return Commands.place(view);
    }
    View cell = new View(to.reserve(type, 1), Layout.dense(Shape.SCALAR));
    to.add(kernels.store(alpha, cell));
    return Commands.place(cell);
  }

  private View constant(DataType type, double value) {
    Storage storage =
        constants
            .computeIfAbsent(value, unused -> new HashMap<>())
            .computeIfAbsent(type, unused -> maker.of(type, value));
    return new View(storage, Layout.dense(Shape.SCALAR));
  }

  /** A factor in a form that cuBLASLt reads: as it lies, or copied. */
  private StoredMatrix factor(Commands to, View view) {
    return StoredMatrix.of(StoredMatrix.takes(view.layout()) ? view : copy(to, view));
  }

  private View copy(Commands to, View view) {
    View copy = dense(to, view);
    to.add(kernels.copy(view, copy));
    return copy;
  }

  private static View dense(Commands to, View like) {
    Shape shape = like.layout().shape();
    return new View(to.reserve(like.storage().type(), shape.size()), Layout.dense(shape));
  }

  void close() {
    constants.values().forEach(types -> types.values().forEach(CudaStorage::close));
    constants.clear();
  }
}
