package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Key;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Runs every operation at once. There is one for each backend; it keeps the backend's account. */
final class EagerEvaluator implements Evaluator, AutoCloseable {
  private final Backend backend;
  private final Account account = Account.ofBackend();

  private EagerEvaluator(Backend backend) {
    this.backend = backend;
  }

  static EagerEvaluator of(Backend backend) {
    return backend.attachment(EagerEvaluator.class, () -> new EagerEvaluator(backend));
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public int level() {
    return 0;
  }

  @Override
  public void requireUsable(String operation) {
    // Whether the memory of a tensor is alive is seen when it is read.
  }

  @Override
  public IllegalStateException unreadable() {
    return new IllegalStateException("tensor: it has no memory");
  }

  /** Makes a tensor of zeros that belongs to the innermost open scope. */
  Tensor allocate(DataType type, Shape shape) {
    Storage storage = backend.allocate(type, shape.size());
    Handle handle = new Handle(storage, shape, account);
    Scope.innermostOr(account).adopt(handle);
    return Tensor.stored(this, handle, type, Layout.dense(shape));
  }

  /** Makes a tensor of one number repeated. */
  Tensor full(DataType type, double value, Shape shape) {
    Tensor tensor = allocate(type, shape);
    if (Double.doubleToRawLongBits(value) == 0) {
      return tensor; // not so for -0.0
    }
    if (shape.size() == 1) {
      // A single number is written, not computed: learning rates and counters change at every step,
      // and an expression with a new constant would have to be prepared for each.
      backend.write(tensor.handle().storage(), 0, HostArrays.single(type, value), 0, 1);
      return tensor;
    }
    Expression.Builder builder = Expression.in(Expressions.computeTypeOf(type));
    Expression constant =
        builder.build(List.of(new Expression.Output(builder.constant(value), type)));
    backend.elementwise(constant, shape, new View[0], new Key[0], new View[] {tensor.asView()});
    return tensor;
  }

  @Override
  public List<Tensor> elementwise(
      Expression expression, Shape shape, List<Tensor> inputs, List<RandomKey> keys) {
    if (Trace.isRecording() && !keys.isEmpty()) {
      throw Trace.constantKey();
    }
    View[] operands = views(inputs);
    List<Tensor> results = new ArrayList<>();
    for (Expression.Output output : expression.outputs()) {
      results.add(allocate(output.type(), shape));
    }
    backend.elementwise(
        expression,
        shape,
        operands,
        keys.stream().map(key -> Key.of(key.bits())).toArray(Key[]::new),
        views(results));
    return results;
  }

  @Override
  public Tensor apply(Operation operation, List<Tensor> operands, DataType type, Shape shape) {
    View[] views = views(operands);
    Tensor result = allocate(type, shape);
    new OperationCall(backend, operation, views, new View[] {result.asView()}).run();
    return result;
  }

  private static View[] views(List<Tensor> tensors) {
    View[] views = new View[tensors.size()];
    for (int i = 0; i < views.length; i++) {
      views[i] = tensors.get(i).asView();
    }
    return views;
  }

  /** The backend is closing: what nobody has freed is freed now. */
  @Override
  public void close() {
    account.release();
  }
}
