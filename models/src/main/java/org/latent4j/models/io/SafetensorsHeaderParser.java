package org.latent4j.models.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.op.DataType;

/** Turns the JSON of a header into a {@link SafetensorsHeader}, token by token, within bounds. */
final class SafetensorsHeaderParser {

  /** Nesting of a well-formed header: the map, a tensor, its shape; and room to name the error. */
  private static final int MAX_DEPTH = 5;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(Safetensors.MAX_HEADER_BYTES)
                  .maxStringLength(Safetensors.MAX_HEADER_BYTES)
                  .build())
          // Names come from strangers: they must not fill tables shared by the whole process.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final String source;
  private final JsonParser json;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<SafetensorsHeader.Entry> entries = new ArrayList<>();

  private SafetensorsHeaderParser(String source, JsonParser json) {
    this.source = source;
    this.json = json;
  }

  /**
   * Parses a header.
   *
   * @param source the file's name, for messages
   * @param bytes the JSON and its padding
   */
  static SafetensorsHeader parse(String source, byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '{') {
      throw new DataFormatException(source + ": the header does not begin with '{'");
    }
    // A new decoder refuses malformed UTF-8; Jackson's own would also take UTF-16.
    InputStreamReader text =
        new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser json = JSON.createParser(text)) {
      return new SafetensorsHeaderParser(source, json).parse();
    } catch (JsonProcessingException malformed) {
      throw new DataFormatException(
          source
              + ": the header is not valid JSON: "
              + SafetensorsHeader.shown(malformed.getOriginalMessage()),
          malformed);
    } catch (CharacterCodingException malformed) {
      throw new DataFormatException(source + ": the header is not valid UTF-8", malformed);
    } catch (IOException impossible) {
      throw new DataFormatException(source + ": the header cannot be read", impossible);
    }
  }

  private SafetensorsHeader parse() throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(SafetensorsHeader.METADATA)) {
        parseMetadata();
      } else {
        entries.add(parseEntry(name));
        requireFewTensors();
      }
    }
    if (json.nextToken() != null) {
      throw new DataFormatException(source + ": the header goes on after its closing '}'");
    }
    return new SafetensorsHeader(metadata, entries);
  }

  private void requireFewTensors() {
    if (entries.size() > Safetensors.MAX_TENSORS) {
      throw new DataFormatException(
          source + ": the header lists more than " + Safetensors.MAX_TENSORS + " tensors");
    }
  }

  private void parseMetadata() throws IOException {
    require(JsonToken.START_OBJECT, SafetensorsHeader.METADATA, "a map of strings");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      require(
          JsonToken.VALUE_STRING,
          SafetensorsHeader.METADATA + " " + SafetensorsHeader.shown(key),
          "a string");
      metadata.put(key, json.getText());
    }
  }

  private SafetensorsHeader.Entry parseEntry(String name) throws IOException {
    String tensor = "tensor " + SafetensorsHeader.shown(name);
    require(JsonToken.START_OBJECT, tensor, "a map of dtype, shape and data_offsets");
    DataType type = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> type = parseType(tensor);
        case "shape" -> shape = parseNumbers(tensor + ": shape", Safetensors.MAX_RANK);
        case "data_offsets" -> offsets = parseNumbers(tensor + ": data_offsets", 2);
        default -> json.skipChildren();
      }
    }
    if (type == null || shape == null || offsets == null) {
      String missing = type == null ? "dtype" : shape == null ? "shape" : "data_offsets";
      throw new DataFormatException(source + ": " + tensor + " has no " + missing);
    }
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new DataFormatException(
          source
              + ": "
              + tensor
              + ": data_offsets "
              + Arrays.toString(offsets)
              + " are not a begin and an end");
    }
    return new SafetensorsHeader.Entry(name, type, toInts(tensor, shape), offsets[0], offsets[1]);
  }

  private DataType parseType(String tensor) throws IOException {
    require(JsonToken.VALUE_STRING, tensor + ": dtype", "a string");
    String code = json.getText();
    for (DataType type : DataType.values()) {
      if (SafetensorsHeader.code(type).equals(code)) {
        return type;
      }
    }
    throw new DataFormatException(
        source
            + ": "
            + tensor
            + " has type "
            + SafetensorsHeader.shown(code)
            + "; F32, F64, I32 and U8 can be read");
  }

  /** Reads at most {@code most} numbers, none negative. */
  private long[] parseNumbers(String what, int most) throws IOException {
    require(JsonToken.START_ARRAY, what, "a list of numbers");
    long[] numbers = new long[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(JsonToken.VALUE_NUMBER_INT, what, "a list of whole numbers");
      if (count == most) {
        throw new DataFormatException(source + ": " + what + " has more than " + most + " numbers");
      }
      long number = json.getLongValue();
      if (number < 0) {
        throw new DataFormatException(source + ": " + what + " holds the negative " + number);
      }
      numbers[count++] = number;
    }
    return Arrays.copyOf(numbers, count);
  }

  private List<Integer> toInts(String tensor, long[] shape) {
    List<Integer> dimensions = new ArrayList<>();
    for (long dimension : shape) {
      if (dimension > Integer.MAX_VALUE) {
        throw new DataFormatException(
            source + ": " + tensor + ": dimension " + dimension + " exceeds 2^31 - 1");
      }
      dimensions.add((int) dimension);
    }
    return List.copyOf(dimensions);
  }

  private void require(JsonToken expected, String what, String description) throws IOException {
    if (json.currentToken() != expected) {
      throw new DataFormatException(source + ": " + what + " is not " + description);
    }
  }
}
