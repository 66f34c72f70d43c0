package org.latent4j.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsFileTest {

  @TempDir Path folder;

  @Test
  void optionsAreJsonInTheirOrder() throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("zeta", "a \"quoted\" <path>\\ and a \u0130");
    options.put("epochs", 30);
    options.put("rate", 0.05);
    options.put("versions", Map.of("java", "17"));
    Path path = folder.resolve("options.json");
    OptionsFile.write(path, options);
    JsonObject read = new Gson().fromJson(Files.readString(path), JsonObject.class);
    assertEquals(List.of("zeta", "epochs", "rate", "versions"), List.copyOf(read.keySet()));
    assertEquals(options.get("zeta"), read.get("zeta").getAsString());
    assertEquals(30, read.get("epochs").getAsInt());
    assertEquals("17", read.getAsJsonObject("versions").get("java").getAsString());
  }

  @Test
  void aNumberThatJsonCannotExpressIsRefusedAndNothingIsWritten() {
    Path path = folder.resolve("options.json");
    assertThrows(
        IllegalArgumentException.class, () -> OptionsFile.write(path, Map.of("rate", Double.NaN)));
    assertEquals(false, Files.exists(path));
  }
}
