package org.latent4j.models.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;
import static org.latent4j.models.io.Refusals.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a safetensors file can lie gets its own sentence. */
class SafetensorsCorruptionTest {

  @TempDir Path folder;

  /** A file of the given header and so many bytes of data. */
  private static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  private static byte[] file(byte[] header, int dataBytes) {
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + dataBytes);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
    return file.array();
  }

  private static String tensor(String name, String type, String shape, String begin, String end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s,%s]}"
        .formatted(name, type, shape, begin, end);
  }

  private static Safetensors read(byte[] file) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    return new SafetensorsReader("m.safetensors", in, file.length).read();
  }

  private static void assertHeaderRefused(String message, String header, int dataBytes) {
    byte[] file = file("{" + header + "}", dataBytes);
    assertRefused("m.safetensors: " + message, () -> read(file));
  }

  @Test
  void missingFileAndFolderAreNamed() {
    Path none = folder.resolve("none.safetensors");
    assertRefused(none + ": there is no such file", () -> Safetensors.read(none));
    assertRefused(folder + ": it is not a plain file", () -> Safetensors.read(folder));
  }

  @Test
  void fileOfLessThanEightBytes() {
    assertRefused(
        "m.safetensors: a safetensors file has at least 8 bytes, but this one has 0",
        () -> read(new byte[0]));
    assertRefused(
        "m.safetensors: a safetensors file has at least 8 bytes, but this one has 7",
        () -> read(new byte[7]));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = file("{" + tensor("w", "F32", "[2,2]", "0", "16") + "}", 16);
    assertEquals(1, read(whole).tensors().size());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      message(() -> read(cut));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertRefused(
        "m.safetensors: the tensors need 16 bytes of data, but the file holds 17: it is too long",
        () -> read(longer));
    byte[] shorter = Arrays.copyOf(whole, whole.length - 1);
    assertRefused(
        "m.safetensors: the tensors need 16 bytes of data, but the file holds 15: it is cut short",
        () -> read(shorter));
  }

  @Test
  void fileThatShrinksWhileItIsRead() {
    byte[] whole = file("{" + tensor("w", "F32", "[2,2]", "0", "16") + "}", 16);
    InputStream in = new ByteArrayInputStream(whole, 0, whole.length - 4);
    SafetensorsReader reader = new SafetensorsReader("m.safetensors", in, whole.length);
    assertRefused("m.safetensors: the file became shorter while it was read", reader::read);
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 1_000_000_000L, 1L << 31, Long.MAX_VALUE, -1L, Long.MIN_VALUE})
  void headerLongerThanTheFile(long length) {
    byte[] file = new byte[16];
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertRefused(
        "m.safetensors: the header should have "
            + Long.toUnsignedString(length)
            + " bytes, but only 8 follow: the file is cut short or not safetensors",
        () -> read(file));
  }

  @Test
  void headerLongerThanTheFormatAllows() {
    byte[] length = new byte[8];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001);
    // The size is only claimed: nothing of it may be read or allocated before the limit applies.
    SafetensorsReader reader =
        new SafetensorsReader("m.safetensors", new ByteArrayInputStream(length), 1L << 40);
    assertRefused(
        "m.safetensors: the header has 100000001 bytes, more than the 100000000 that the format"
            + " allows",
        reader::read);
  }

  @Test
  void dataLargerThanTheHeap() {
    long elements = 1L << 30;
    String header =
        "{"
            + tensor("a", "F64", "[" + elements + "]", "0", "" + 8 * elements)
            + ","
            + tensor("b", "F64", "[" + elements + "]", "" + 8 * elements, "" + 16 * elements)
            + "}";
    byte[] beginning = file(header, 0);
    SafetensorsReader reader =
        new SafetensorsReader(
            "m.safetensors", new ByteArrayInputStream(beginning), beginning.length + 16 * elements);
    String message = message(reader::read);
    assertTrue(message.contains("its data needs 17179869184 bytes of memory"), message);
  }

  @Test
  void hundredThousandTinyTensors() {
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 100_000; i++) {
      String at = Integer.toString(i);
      header.append(i == 0 ? "" : ",").append(tensor("t" + i, "U8", "[1]", at, "" + (i + 1)));
    }
    byte[] file = file(header + "}", 100_000);
    assertRefused("m.safetensors: the header lists more than 10000 tensors", () -> read(file));
  }

  @Test
  void rangesMustTileTheData() {
    assertHeaderRefused(
        "tensor b begins at byte 12, but tensor a ends at 16: they overlap",
        tensor("a", "F32", "[4]", "0", "16") + "," + tensor("b", "F32", "[1]", "12", "16"),
        16);
    assertHeaderRefused(
        "tensor b begins at byte 0, but tensor a ends at 4: they overlap",
        tensor("a", "F32", "[1]", "0", "4") + "," + tensor("b", "F32", "[1]", "0", "4"),
        4);
    assertHeaderRefused(
        "tensor b begins at byte 8, but tensor a ends at 4: there is a hole between them",
        tensor("a", "F32", "[1]", "0", "4") + "," + tensor("b", "F32", "[1]", "8", "12"),
        12);
    assertHeaderRefused(
        "tensor a begins at byte 4, but the header ends at 0: there is a hole between them",
        tensor("a", "F32", "[1]", "4", "8"),
        8);
  }

  @Test
  void orderInTheHeaderNeedNotBeTheOrderOfTheData() throws IOException {
    byte[] file =
        file(
            "{"
                + tensor("b", "U8", "[2]", "1", "3")
                + ","
                + tensor("a", "U8", "[1]", "0", "1")
                + "}",
            3);
    file[file.length - 3] = 1;
    file[file.length - 2] = 2;
    file[file.length - 1] = 3;
    Safetensors read = read(file);
    assertEquals("[b UINT8 [2], a UINT8 [1]]", read.tensors().toString());
    assertEquals("[2, 3]", Arrays.toString(read.tensor("b").bytes()));
    assertEquals("[1]", Arrays.toString(read.tensor("a").bytes()));
  }

  @Test
  void sizesMustAgreeAndNotOverflow() {
    assertHeaderRefused(
        "tensor w: FLOAT32 [3] needs 12 bytes, but its offsets are 0 to 16",
        tensor("w", "F32", "[3]", "0", "16"),
        16);
    // 2^31 * 2^31 * 4 = 2^64 wraps to 0 in 64 bits.
    assertHeaderRefused(
        "tensor w: dimension 2147483648 exceeds 2^31 - 1",
        tensor("w", "F32", "[2147483648,2147483648]", "0", "0"),
        0);
    assertHeaderRefused(
        "tensor w: the size of FLOAT32 [1073741824, 1073741824, 4] exceeds 2^63 bytes",
        tensor("w", "F32", "[1073741824,1073741824,4]", "0", "0"),
        0);
    assertHeaderRefused(
        "tensor w: UINT8 [2147483647] has more elements than a Java array can hold (2^31 - 9)",
        tensor("w", "U8", "[2147483647]", "0", "2147483647"),
        16);
    assertHeaderRefused(
        "the tensors need 4000000000 bytes of data, but the file holds 16: it is cut short",
        tensor("w", "F32", "[1000000000]", "0", "4000000000"),
        16);
  }

  @Test
  void offsetsMustBeABeginAndAnEnd() {
    assertHeaderRefused(
        "tensor w: data_offsets [16, 0] are not a begin and an end",
        tensor("w", "F32", "[4]", "16", "0"),
        16);
    assertHeaderRefused(
        "tensor w: data_offsets holds the negative -4", tensor("w", "F32", "[5]", "-4", "16"), 16);
    assertHeaderRefused(
        "tensor w: data_offsets [0] are not a begin and an end",
        "\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0]}",
        16);
    assertHeaderRefused(
        "tensor w: data_offsets has more than 2 numbers",
        "\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16,16]}",
        16);
  }

  @Test
  void fieldsMustBeThereAndOfTheirKind() {
    assertHeaderRefused(
        "tensor w has type BF16; F32, F64, I32 and U8 can be read",
        tensor("w", "BF16", "[4]", "0", "8"),
        8);
    assertHeaderRefused(
        "tensor w has no shape", "\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}", 4);
    assertHeaderRefused("tensor w has no dtype", "\"w\":{}", 0);
    assertHeaderRefused("tensor w is not a map of dtype, shape and data_offsets", "\"w\":[1]", 0);
    assertHeaderRefused(
        "tensor w: shape is not a list of numbers", tensor("w", "F32", "4", "0", "16"), 16);
    assertHeaderRefused(
        "tensor w: shape is not a list of whole numbers",
        tensor("w", "F32", "[4.0]", "0", "16"),
        16);
    assertHeaderRefused(
        "tensor w: shape holds the negative -4", tensor("w", "F32", "[-4]", "0", "16"), 16);
    assertHeaderRefused(
        "tensor w: shape has more than 32 numbers",
        tensor("w", "U8", "[" + "1,".repeat(32) + "1]", "0", "1"),
        1);
    assertHeaderRefused(
        "tensor w: dtype is not a string",
        "\"w\":{\"dtype\":7,\"shape\":[4],\"data_offsets\":[0,16]}",
        16);
    assertHeaderRefused("__metadata__ is not a map of strings", "\"__metadata__\":[]", 0);
    assertHeaderRefused("__metadata__ k is not a string", "\"__metadata__\":{\"k\":1}", 0);
  }

  @Test
  void duplicateNamesAreRefused() {
    String w = tensor("w", "F32", "[1]", "0", "4");
    assertTrue(jsonRefusal("{" + w + "," + w + "}", 4).contains("Duplicate"));
    assertTrue(
        jsonRefusal("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0).contains("Duplicate"));
    assertTrue(jsonRefusal("{\"__metadata__\":{},\"__metadata__\":{}}", 0).contains("Duplicate"));
    assertTrue(
        jsonRefusal("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F64\"}}", 0).contains("Duplicate"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"w\"",
        "{\"w\":",
        "{\"w\":{\"dtype\":}}",
        "{\"w\":{\"shape\":[99999999999999999999]}}",
        "{'w':1}",
        "{\"w\":{\"x\":[[[[[[[[[[1]]]]]]]]]]}}"
      })
  void malformedJsonIsRefused(String header) {
    jsonRefusal(header, 0);
  }

  private static String jsonRefusal(String header, int dataBytes) {
    byte[] file = file(header, dataBytes);
    String message = message(() -> read(file));
    assertTrue(message.startsWith("m.safetensors: the header is not valid JSON: "), message);
    return message;
  }

  @Test
  void headerMustBeOneObjectOfUtf8() {
    assertRefused("m.safetensors: the header does not begin with '{'", () -> read(file("[]", 0)));
    assertRefused("m.safetensors: the header does not begin with '{'", () -> read(file(" {}", 0)));
    assertRefused("m.safetensors: the header does not begin with '{'", () -> read(file("", 0)));
    assertRefused(
        "m.safetensors: the header goes on after its closing '}'", () -> read(file("{} {}", 0)));
    byte[] latin1 = "{\"__metadata__\":{\"k\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused("m.safetensors: the header is not valid UTF-8", () -> read(file(latin1, 0)));
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
    message(() -> read(file(utf16, 0)));
  }

  @Test
  void unknownFieldsOfATensorArePassedOver() throws IOException {
    String header =
        "{\"w\":{\"dtype\":\"U8\",\"extra\":{\"a\":[1]},\"shape\":[1],\"data_offsets\":[0,1]}}";
    assertEquals("[w UINT8 [1]]", read(file(header, 1)).tensors().toString());
  }

  @Test
  void hugeNamesDoNotMakeHugeMessages() {
    String name = "n\\n".repeat(10_000);
    byte[] file = file("{" + tensor(name, "BF16", "[1]", "0", "2") + "}", 2);
    message(() -> read(file));
    byte[] gap = file("{" + tensor(name, "U8", "[1]", "1", "2") + "}", 2);
    message(() -> read(gap));
  }
}
