package org.latent4j.models.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Sums over threads. */
class LocalShardsTest extends BackendTest {
  private record Pair(Tensor a, List<Tensor> b) {}

  /** Numbers whose sum depends on the order: 1e8 + 1 is 1e8 in FLOAT32. */
  @Test
  void sumsAreTakenInTheOrderOfTheShards() throws Exception {
    float[] numbers = {1e8f, 1, -1e8f, 1};
    float expected = ((1e8f + 1) + -1e8f) + 1;
    for (int round = 0; round < 20; round++) {
      List<Pair> sums = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(numbers.length);
      try (LocalShards shards = LocalShards.of(numbers.length)) {
        List<Future<Pair>> waiting = new ArrayList<>();
        for (int shard = 0; shard < numbers.length; shard++) {
          Exchange exchange = shards.shard(shard);
          Tensor own = Tensor.full(backend, DataType.FLOAT32, numbers[shard], 2);
          Tensor exact = Tensor.full(backend, DataType.FLOAT64, numbers[shard]);
          waiting.add(threads.submit(() -> exchange.sum(new Pair(own, List.of(exact)))));
        }
        for (Future<Pair> sum : waiting) {
          sums.add(sum.get());
        }
      } finally {
        threads.shutdownNow();
      }
      for (Pair sum : sums) {
        assertArrayEquals(new float[] {expected, expected}, sum.a().toFloats());
        assertEquals(2, sum.b().get(0).item());
      }
    }
  }

  @Test
  void whoWaitsIsToldWhenAnotherGivesUp() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(1);
    LocalShards shards = LocalShards.of(2);
    Tensor own = Tensor.full(backend, DataType.FLOAT32, 1);
    try {
      Future<Tensor> waiting = threads.submit(() -> shards.shard(0).sum(own));
      // Until it waits, closing wakes nobody.
      while (!waiting.isDone()) {
        shards.close();
        Thread.sleep(5);
      }
      ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
      assertInstanceOf(IllegalStateException.class, failed.getCause());
      assertEquals("shards: another shard failed or was closed", failed.getCause().getMessage());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void onlyNumbersAreAddedUp() {
    Exchange alone = LocalShards.of(1).shard(0);
    assertThrows(IllegalArgumentException.class, () -> alone.sum(RandomKey.of(1)));
    Tensor whole = Tensor.full(backend, DataType.INT32, 1);
    assertThrows(IllegalArgumentException.class, () -> alone.sum(whole));
    assertThrows(IllegalArgumentException.class, () -> LocalShards.of(0));
    assertThrows(IllegalArgumentException.class, () -> LocalShards.of(2).shard(2));
    assertEquals(1, Exchange.ALONE.shards());
  }
}
