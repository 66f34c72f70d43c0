package org.latent4j.backend;

import java.util.Arrays;
import java.util.List;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;

/**
 * An operation with the views it reads and writes, to be run by the matching method of a backend.
 * Runs as often as wanted.
 */
public final class OperationCall {
  private static final Key[] NO_KEYS = {};

  private final Runnable work;

  /**
   * Binds an operation to views.
   *
   * @param backend who runs it
   * @param operation what to do
   * @param operands what it reads, in the order that {@link Operation} states
   * @param results where it writes, dense
   */
  public OperationCall(Backend backend, Operation operation, View[] operands, View[] results) {
    this.work = operation.accept(new Binding(backend, operands, results));
  }

  /** Reads the operands and writes the results. */
  public void run() {
    work.run();
  }

  /** Chooses the method of the backend, and what it is called with. */
  private static final class Binding implements Operation.Cases<Runnable> {
    private final Backend backend;
    private final View[] operands;
    private final View[] results;

    Binding(Backend backend, View[] operands, View[] results) {
      this.backend = backend;
      this.operands = operands;
      this.results = results;
    }

    @Override
    public Runnable elementwise(Operation.Elementwise elementwise) {
      Expression expression = elementwise.expression();
      View[] inputs = Arrays.copyOf(operands, expression.inputCount());
      Key[] keys = expression.keyCount() == 0 ? NO_KEYS : new Key[expression.keyCount()];
      Arrays.setAll(keys, k -> Key.of(operands[expression.inputCount() + k]));
      return () -> backend.elementwise(expression, elementwise.shape(), inputs, keys, results);
    }

    @Override
    public Runnable matrixProduct(Operation.MatrixProduct product) {
      Scalar alpha = new Scalar(product.alpha(), product.scaled() ? operands[2] : null);
      Runnable multiply =
          () -> backend.matmul(alpha, operands[0], operands[1], product.beta(), results[0]);
      if (product.beta() == 0) {
        return multiply;
      }
      return after(operands[operands.length - 1], multiply);
    }

    /** Does something to what an operand holds, in the place of the result. */
    private Runnable after(View operand, Runnable change) {
      boolean inPlace =
          operand.storage() == results[0].storage() && operand.layout().equals(results[0].layout());
      return inPlace
          ? change
          : () -> {
            copy(backend, operand, results[0]);
            change.run();
          };
    }

    @Override
    public Runnable reduction(Operation.Reduction reduction) {
      return () -> backend.reduce(reduction.op(), operands[0], reduction.axis(), results[0]);
    }

    @Override
    public Runnable gather(Operation.Gather gather) {
      return () -> backend.gather(operands[0], operands[1], results[0]);
    }

    @Override
    public Runnable scatterAdd(Operation.ScatterAdd scatterAdd) {
      return () -> {
        fillZero(backend, results[0]);
        backend.scatterAdd(operands[0], operands[1], results[0]);
      };
    }

    @Override
    public Runnable withRows(Operation.WithRows withRows) {
      return after(operands[0], () -> backend.replaceRows(operands[2], operands[1], results[0]));
    }

    @Override
    public Runnable assemble(Operation.Assemble assemble) {
      List<Layout> regions = assemble.regions();
      long covered = regions.stream().mapToLong(region -> region.shape().size()).sum();
      return () -> {
        if (covered != assemble.shape().size()) {
          fillZero(backend, results[0]);
        }
        for (int part = 0; part < operands.length; part++) {
          Layout region = regions.get(part).shifted(results[0].layout().offset());
          copy(backend, operands[part], new View(results[0].storage(), region));
        }
      };
    }

    @Override
    public Runnable foldKey(Operation.FoldKey fold) {
      View counter = fold.counted() ? operands[1] : null;
      return () -> backend.foldKey(Key.of(operands[0]), fold.n(), counter, results[0]);
    }
  }

  private static void fillZero(Backend backend, View out) {
    Expression zero = Expressions.zero(out.storage().type());
    backend.elementwise(zero, out.layout().shape(), new View[0], NO_KEYS, new View[] {out});
  }

  /**
   * Copies the elements of a view, converting them if the types differ.
   *
   * @param backend who copies
   * @param from where to read
   * @param to where to write, of the same shape
   */
  public static void copy(Backend backend, View from, View to) {
    Expression copy = Expressions.copy(from.storage().type(), to.storage().type());
    backend.elementwise(copy, to.layout().shape(), new View[] {from}, NO_KEYS, new View[] {to});
  }
}
