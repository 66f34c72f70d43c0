package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

class ExpressionPartTest {
  private final Expression.Builder builder = Expression.in(DataType.FLOAT32);

  /** Output 0: draws below the mean of inputs 0 and 1; output 1: input 2 less those. */
  private Expression drawAndDifference(DataType stored) {
    Integer mean = builder.unary(UnaryOp.SIGMOID, builder.add(builder.input(0), builder.input(1)));
    Integer state = builder.binary(BinaryOp.LT, builder.uniform(0), mean);
    Integer difference = builder.sub(builder.input(2), state);
    return builder.build(
        List.of(
            new Expression.Output(state, stored),
            new Expression.Output(difference, DataType.FLOAT32)));
  }

  @Test
  void readsWhatAnotherOutputStores() {
    ExpressionPart part =
        ExpressionPart.of(drawAndDifference(DataType.FLOAT32), List.of(1), Set.of(0));
    Expression.Builder expected = Expression.in(DataType.FLOAT32);
    assertEquals(
        expected.build(expected.sub(expected.input(0), expected.input(1))), part.expression());
    assertEquals(
        List.of(new ExpressionPart.Source(false, 2), new ExpressionPart.Source(true, 0)),
        part.sources());
  }

  @Test
  void computesWhatAnotherOutputStoresInAnotherType() {
    ExpressionPart part =
        ExpressionPart.of(drawAndDifference(DataType.UINT8), List.of(1), Set.of(0));
    assertEquals(1, part.expression().keyCount());
    assertEquals(3, part.sources().size());
  }

  @Test
  void leavesOutWhatOnlyOtherOutputsNeed() {
    Expression whole = drawAndDifference(DataType.FLOAT32);
    ExpressionPart rest = ExpressionPart.of(whole, List.of(0), Set.of());
    assertEquals(2, rest.expression().inputCount());
    assertEquals(1, rest.expression().keyCount());
    assertEquals(
        List.of(new ExpressionPart.Source(false, 0), new ExpressionPart.Source(false, 1)),
        rest.sources());
    ExpressionPart all = ExpressionPart.of(whole, List.of(0, 1), Set.of());
    assertEquals(whole.toString(), all.expression().toString());
  }
}
