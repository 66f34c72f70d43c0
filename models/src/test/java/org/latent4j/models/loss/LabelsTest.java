package org.latent4j.models.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;

class LabelsTest extends BackendTest {
  @Test
  void areCopiedAsTheyAre() {
    assertArrayEquals(new int[] {0, 2, 1}, Labels.on(backend, new int[] {0, 2, 1}, 3).toInts());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void oneThatIsNoClassIsNamed(int wrong) {
    assertEquals(
        "labels: example 1 has the label "
            + wrong
            + ", but the labels of 3 classes are 0 to 2; renumber the labels or give the network"
            + " more outputs",
        assertThrows(
                IllegalArgumentException.class, () -> Labels.on(backend, new int[] {2, wrong}, 3))
            .getMessage());
  }
}
