package org.latent4j.models.training;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.latent4j.backend.Backend;
import org.latent4j.models.learning.Exchange;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.ResidentRows;
import org.latent4j.models.learning.Start;
import org.latent4j.op.DataType;
import org.latent4j.program.Action;
import org.latent4j.program.Actions;
import org.latent4j.program.Nothing;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** What a stage gives its learner to start from. */
final class StageStart<B> implements Start<B> {
  /** Rows that are gone through at a time: few enough that as FLOAT64 they stay in the cache. */
  private static final int BLOCK = 256;

  private final Backend backend;
  private final DataType type;
  private final Reading<B> reading;
  private final Supply supply;
  private final TrainingKeys keys;
  private final Exchange exchange;
  private final int batch;
  private final List<Tensor> firstChunk;

  StageStart(
      Backend backend,
      DataType type,
      Reading<B> reading,
      Supply supply,
      TrainingKeys keys,
      Exchange exchange,
      int batch,
      List<Tensor> firstChunk) {
    this.backend = backend;
    this.type = type;
    this.reading = reading;
    this.supply = supply;
    this.keys = keys;
    this.exchange = exchange;
    this.batch = batch;
    this.firstChunk = firstChunk;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public RandomKey weights() {
    return keys.weights();
  }

  @Override
  public RandomKey chains() {
    return keys.chains(exchange);
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int rows() {
    if (exchange.shards() == 1) {
      return supply.rows();
    }
    return Scope.within(
        () -> {
          Tensor own = Tensor.full(backend, DataType.FLOAT64, supply.rows());
          return Math.toIntExact((long) exchange.sum(own).item());
        });
  }

  @Override
  public B examples(int count) {
    int[] order = keys.order(-1, 0, supply.rows(0));
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> order[i % order.length]);
    return reading.batch(
        supply.columns().batch(firstChunk, Tensor.of(backend, rows, count)), drawnHere());
  }

  @Override
  public Tensor columnMeans() {
    ResidentRows exact = supply.columns().as(DataType.FLOAT64);
    int columns = firstChunk.get(0).shape().dim(1);
    Tensor zero = Tensor.full(backend, DataType.FLOAT64, 0, columns);
    Tensor sum =
        exchange.sum(
            folded(
                zero,
                (before, block) ->
                    before.add(exact.batch(block.columns(), block.rows()).values().sum(0))));
    return sum.div(rows()).cast(type);
  }

  @Override
  public <A> A fold(A zero, BiFunction<A, B, A> add) {
    ResidentRows columns = supply.columns();
    return exchange.sum(
        folded(
            zero,
            (before, block) ->
                add.apply(
                    before,
                    reading.batch(columns.batch(block.columns(), block.rows()), block.key()))));
  }

  private record Block(List<Tensor> columns, Tensor rows, RandomKey key) {}

  private <A> A folded(A zero, BiFunction<A, Block, A> add) {
    try (Actions<A> actions = Actions.over(backend, zero)) {
      Action<Block, Nothing> step =
          actions.action(
              "fold", (sum, block) -> Step.result(add.apply(sum, block), Nothing.NOTHING));
      for (int chunk = 0; chunk < supply.chunks(); chunk++) {
        int number = chunk;
        Scope.within(
            () -> {
              List<Tensor> columns = number == 0 ? firstChunk : supply.load(backend, number);
              for (int from = 0; from < supply.rows(number); from += BLOCK) {
                Tensor rows = range(from, Math.min(BLOCK, supply.rows(number) - from));
                step.run(new Block(columns, rows, drawnHere().fold(number).fold(from)));
              }
              return number;
            });
      }
      return actions.state();
    }
  }

  private RandomKey drawnHere() {
    return keys.weights().fold(-1);
  }

  private Tensor range(int from, int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> from + i);
    return Tensor.of(backend, rows, count);
  }
}
