package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

class OpenBlasThreadsTest {
  @Test
  void theLibraryKeepsToTheCallingThreadAfterNd4jHasStarted() {
    try (Backend backend = Backends.open("cpu")) {
      assertEquals(1, OpenBlas.threads());
      Scope.within(
          () -> {
            Tensor square = Tensor.full(backend, DataType.FLOAT32, 1, 64, 64);
            return square.matmul(square).sum().item();
          });
      assertEquals(1, OpenBlas.threads());
    }
  }
}
