package org.latent4j.models.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Any bytes are either read, and then written and read again with the same result, or refused by
 * the documented exception in one line.
 */
class SafetensorsMutationTest {

  private static final long SEED = 20_260_101;
  private static final int MUTATIONS = 20_000;

  @Test
  void mutatedFilesAreReadOrRefused() throws IOException {
    Mutations mutations = new Mutations(SEED, wellFormed());
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      refused += readOrRefuse(mutations.next()) ? 0 : 1;
    }
    // The test would prove nothing if all mutations were refused at the first byte, or none.
    assertTrue(refused > MUTATIONS / 10, "refused " + refused);
    assertTrue(refused < MUTATIONS, "refused all");
  }

  static boolean readOrRefuse(byte[] file) throws IOException {
    Safetensors read;
    try {
      read = read(file);
    } catch (DataFormatException refusal) {
      assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
      assertTrue(refusal.getMessage().length() < 500, refusal.getMessage());
      return false;
    }
    byte[] once = write(read);
    assertArrayEquals(once, write(read(once)));
    return true;
  }

  private static Safetensors read(byte[] file) throws IOException {
    return new SafetensorsReader("fuzz", new ByteArrayInputStream(file), file.length).read();
  }

  private static byte[] write(Safetensors content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    return out.toByteArray();
  }

  static byte[][] wellFormed() throws IOException {
    Safetensors content =
        Safetensors.builder()
            .metadata("model", "rbm")
            .metadata("note", "with \"quotes\" and \u00e9")
            .tensor(SavedTensor.of("w", new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
            .tensor(SavedTensor.of("epoch", new int[] {7}))
            .tensor(SavedTensor.of("mask", new byte[] {1, 0, 1}, 3))
            .tensor(SavedTensor.of("m", new double[] {0.5, -0.5}, 2))
            .build();
    byte[] empty = write(Safetensors.builder().build());
    byte[] unusual =
        ("\40\0\0\0\0\0\0\0" + "{\"__metadata__\":{\"a\":\"b\"}}      ")
            .getBytes(StandardCharsets.ISO_8859_1);
    return new byte[][] {write(content), empty, unusual};
  }
}
