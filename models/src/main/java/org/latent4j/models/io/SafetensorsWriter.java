package org.latent4j.models.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/** Writes one safetensors stream; see {@link Safetensors} for the format. */
final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final JsonFactory JSON = new JsonFactory();

  private SafetensorsWriter() {}

  static void write(Safetensors content, OutputStream out) throws IOException {
    byte[] header = header(content);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    for (SavedTensor tensor : content.tensors()) {
      writeValues(tensor, out);
    }
  }

  private static byte[] header(Safetensors content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      writeMetadata(json, content.metadata());
      long at = 0;
      for (SavedTensor tensor : content.tensors()) {
        at = writeEntry(json, tensor, at);
      }
      json.writeEndObject();
    }
    byte[] header = padded(bytes.toByteArray());
    if (header.length > Safetensors.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "safetensors: names and metadata make a header of "
              + header.length
              + " bytes, more than the "
              + Safetensors.MAX_HEADER_BYTES
              + " that the format allows");
    }
    return header;
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(SafetensorsHeader.METADATA);
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static long writeEntry(JsonGenerator json, SavedTensor tensor, long begin)
      throws IOException {
    long end = begin + (long) length(tensor.values()) * tensor.type().bytes();
    json.writeObjectFieldStart(tensor.name());
    json.writeStringField("dtype", SafetensorsHeader.code(tensor.type()));
    int[] shape = tensor.shape();
    json.writeFieldName("shape");
    json.writeArray(shape, 0, shape.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, end}, 0, 2);
    json.writeEndObject();
    return end;
  }

  private static byte[] padded(byte[] json) {
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return padded;
  }

  private static int length(Object values) {
    return Array.getLength(values);
  }

  private static void writeValues(SavedTensor tensor, OutputStream out) throws IOException {
    Object values = tensor.values();
    if (values instanceof byte[] bytes) {
      out.write(bytes);
      return;
    }
    int elementBytes = tensor.type().bytes();
    int perChunk = CHUNK_BYTES / elementBytes;
    byte[] chunk = new byte[CHUNK_BYTES];
    int length = length(values);
    for (int from = 0; from < length; from += perChunk) {
      int count = Math.min(perChunk, length - from);
      encode(values, from, count, ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN));
      out.write(chunk, 0, count * elementBytes);
    }
  }

  private static void encode(Object values, int from, int count, ByteBuffer chunk) {
    if (values instanceof float[] floats) {
      chunk.asFloatBuffer().put(floats, from, count);
    } else if (values instanceof double[] doubles) {
      chunk.asDoubleBuffer().put(doubles, from, count);
    } else {
      chunk.asIntBuffer().put((int[]) values, from, count);
    }
  }
}
