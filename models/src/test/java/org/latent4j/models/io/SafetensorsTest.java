package org.latent4j.models.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.op.DataType;

class SafetensorsTest {

  /**
   * A file made with Python 3.11's struct and json alone: header h of 256 bytes, then {@code
   * struct.pack("<4f", 1.5, -2, 0.1, 3e38) + struct.pack("<d", 0.1) + struct.pack("<i", -7) +
   * bytes([0, 127, 255])}.
   */
  private static final String KNOWN_HEADER =
      "{\"__metadata__\":{\"model\":\"rbm\"},"
          + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
          + "\"m\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]},"
          + "\"n\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[24,28]},"
          + "\"u\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[28,31]}}     ";

  private static final String KNOWN_DATA =
      "0000c03f000000c0cdcccc3de6b1617f9a9999999999b93ff9ffffff007fff";

  @TempDir Path folder;

  @Test
  void fileWrittenByPythonIsRead() throws IOException {
    Path file = Files.write(folder.resolve("known.safetensors"), known());
    Safetensors read = Safetensors.read(file);
    assertEquals(Map.of("model", "rbm"), read.metadata());
    assertEquals(
        List.of("w FLOAT32 [2, 2]", "m FLOAT64 [1]", "n INT32 []", "u UINT8 [3]"),
        read.tensors().stream().map(SavedTensor::toString).toList());
    assertArrayEquals(new float[] {1.5f, -2, 0.1f, 3e38f}, read.tensor("w").floats());
    assertArrayEquals(new int[] {2, 2}, read.tensor("w").shape());
    assertArrayEquals(new double[] {0.1}, read.tensor("m").doubles());
    assertArrayEquals(new int[] {-7}, read.tensor("n").ints());
    assertArrayEquals(new byte[] {0, 127, -1}, read.tensor("u").bytes());
  }

  @Test
  void sameContentIsWrittenAsThePythonFile() throws IOException {
    Safetensors content =
        Safetensors.builder()
            .metadata("model", "rbm")
            .tensor(SavedTensor.of("w", new float[] {1.5f, -2, 0.1f, 3e38f}, 2, 2))
            .tensor(SavedTensor.of("m", new double[] {0.1}, 1))
            .tensor(SavedTensor.of("n", new int[] {-7}))
            .tensor(SavedTensor.of("u", new byte[] {0, 127, -1}, 3))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.writeTo(out);
    assertArrayEquals(known(), out.toByteArray());
    Path file = folder.resolve("written.safetensors");
    content.write(file);
    assertArrayEquals(known(), Files.readAllBytes(file));
  }

  private static byte[] known() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(HexFormat.of().parseHex("0001000000000000"));
    file.write(KNOWN_HEADER.getBytes(StandardCharsets.US_ASCII));
    file.write(HexFormat.of().parseHex(KNOWN_DATA));
    return file.toByteArray();
  }

  @Test
  void contentLongerThanOneChunkKeepsEveryBit() throws IOException {
    int length = 100_003;
    float[] floats = new float[length];
    double[] doubles = new double[length];
    int[] ints = new int[length];
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      // Every kind of float, NaN with its payload included.
      floats[i] = Float.intBitsToFloat(i * 0x9e3779b9);
      doubles[i] = Double.longBitsToDouble(i * 0x9e3779b97f4a7c15L);
      ints[i] = i * 0x9e3779b9;
      bytes[i] = (byte) (i * 31);
    }
    Path file = folder.resolve("long.safetensors");
    Safetensors.builder()
        .tensor(SavedTensor.of("bytes first, so that nothing is aligned", bytes, length))
        .tensor(SavedTensor.of("floats", floats, length))
        .tensor(SavedTensor.of("doubles", doubles, 1, length))
        .tensor(SavedTensor.of("ints", ints, length, 1))
        .build()
        .write(file);
    Safetensors read = Safetensors.read(file);
    byte[] once = Files.readAllBytes(file);
    read.write(file);
    assertArrayEquals(once, Files.readAllBytes(file));
    assertArrayEquals(ints, read.tensor("ints").ints());
    float[] floatsRead = read.tensor("floats").floats();
    double[] doublesRead = read.tensor("doubles").doubles();
    for (int i = 0; i < length; i++) {
      assertEquals(Float.floatToRawIntBits(floats[i]), Float.floatToRawIntBits(floatsRead[i]));
      assertEquals(
          Double.doubleToRawLongBits(doubles[i]), Double.doubleToRawLongBits(doublesRead[i]));
    }
  }

  @Test
  void namesMetadataAndOrderSurvive() {
    Path file = folder.resolve("names.safetensors");
    Safetensors.Builder builder = Safetensors.builder();
    for (String name : List.of("z", "a", "", "with \"quote\" \\ \n", "\u00e9\u4e2d\ud83d\ude00")) {
      builder.metadata("key " + name, "value " + name);
      builder.tensor(SavedTensor.of(name, new int[] {name.length()}));
    }
    Safetensors written = builder.build();
    written.write(file);
    Safetensors read = Safetensors.read(file);
    assertEquals(
        List.copyOf(written.metadata().entrySet()), List.copyOf(read.metadata().entrySet()));
    assertEquals(
        written.tensors().stream().map(SavedTensor::name).toList(),
        read.tensors().stream().map(SavedTensor::name).toList());
  }

  @Test
  void headerIsPaddedToEightBytes() throws IOException {
    for (int length = 0; length < 16; length++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Safetensors.builder().metadata("k", "x".repeat(length)).build().writeTo(out);
      assertEquals(0, out.size() % 8);
      assertEquals(out.size() - 8, out.toByteArray()[0]);
    }
  }

  @Test
  void emptyTensorsAndEmptyFilesAreFine() {
    Path file = folder.resolve("empty.safetensors");
    Safetensors.builder()
        .tensor(SavedTensor.of("none", new float[0], 0, 5))
        .tensor(SavedTensor.of("one", new float[] {1}, 1, 1))
        .tensor(SavedTensor.of("nothing", new byte[0], 0))
        .build()
        .write(file);
    Safetensors read = Safetensors.read(file);
    assertArrayEquals(new int[] {0, 5}, read.tensor("none").shape());
    assertArrayEquals(new float[] {1}, read.tensor("one").floats());
    Safetensors.builder().build().write(file);
    assertTrue(Safetensors.read(file).tensors().isEmpty());
  }

  @Test
  void missingTensorAndWrongTypeAreNamed() {
    Safetensors content =
        Safetensors.builder().tensor(SavedTensor.of("w", new float[] {1}, 1)).build();
    assertTrue(content.contains("w"));
    assertFalse(content.contains("b"));
    assertRefused("tensor b is missing; the file holds [w]", () -> content.tensor("b"));
    assertRefused(
        "tensor w holds FLOAT32 values, but INT32 is needed here",
        () -> content.tensor("w").ints());
  }

  @Test
  void builderRefusesWhatCouldNotBeRead() {
    Safetensors.Builder builder = Safetensors.builder().metadata("k", "v");
    SavedTensor w = SavedTensor.of("w", new float[] {1}, 1);
    builder.tensor(w);
    assertThrows(IllegalArgumentException.class, () -> builder.tensor(w));
    assertThrows(IllegalArgumentException.class, () -> builder.metadata("k", "other"));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.tensor(SavedTensor.of("__metadata__", new float[] {1}, 1)));
    int[] tooManyDimensions = new int[Safetensors.MAX_RANK + 1];
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.tensor(SavedTensor.of("deep", new float[0], tooManyDimensions)));
    assertThrows(IllegalArgumentException.class, () -> SavedTensor.of("short", new float[5], 2, 3));
    assertThrows(
        IllegalArgumentException.class, () -> SavedTensor.of("negative", new float[6], -2, -3));
    for (int i = 1; i < Safetensors.MAX_TENSORS; i++) {
      builder.tensor(SavedTensor.of("t" + i, new byte[0], 0));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.tensor(SavedTensor.of("one more", new byte[0], 0)));
  }

  @Test
  void mostTensorsAllowedCanBeWrittenAndRead() {
    Path file = folder.resolve("many.safetensors");
    Safetensors.Builder builder = Safetensors.builder();
    for (int i = 0; i < Safetensors.MAX_TENSORS; i++) {
      builder.tensor(SavedTensor.of("t" + i, new int[] {i}));
    }
    builder.build().write(file);
    Safetensors read = Safetensors.read(file);
    assertEquals(Safetensors.MAX_TENSORS, read.tensors().size());
    assertEquals(DataType.INT32, read.tensor("t9999").type());
    assertEquals(9999, read.tensor("t9999").ints()[0]);
  }
}
