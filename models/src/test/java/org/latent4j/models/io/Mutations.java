package org.latent4j.models.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages well-formed files in the ways that break parsers: flipped bits, extreme numbers, parts
 * cut out, doubled or taken from elsewhere. The same seed gives the same sequence.
 */
public final class Mutations {

  private static final String[] SNIPPETS = {
    "-1",
    "0",
    "1",
    "9223372036854775807",
    "99999999999999999999",
    "4294967296",
    "1e999",
    "NaN",
    "inf",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "#",
    "\\u0000",
    "\u00ff"
  };

  private static final byte[] EXTREMES = {0, 1, 127, -128, -1};

  private final SplittableRandom random;
  private final byte[][] originals;

  /**
   * Begins a sequence.
   *
   * @param seed determines it
   * @param originals what is damaged
   */
  public Mutations(long seed, byte[]... originals) {
    this.random = new SplittableRandom(seed);
    this.originals = originals;
  }

  /** {@return the next damaged file: one original after one to four mutations} */
  public byte[] next() {
    byte[] file = originals[random.nextInt(originals.length)].clone();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      file = mutate(file);
    }
    return file;
  }

  private byte[] mutate(byte[] file) {
    if (file.length == 0) {
      return snippet();
    }
    int at = random.nextInt(file.length);
    return switch (random.nextInt(7)) {
      case 0 -> overwrite(file, at, 1, (byte) (file[at] ^ (1 << random.nextInt(8))));
      case 1 -> overwrite(file, at, 1, EXTREMES[random.nextInt(EXTREMES.length)]);
      case 2 -> overwrite(file, at, 1 + random.nextInt(8), (byte) -1);
      case 3 -> Arrays.copyOf(file, at);
      case 4 -> splice(file, at, at + random.nextInt(file.length - at + 1), new byte[0]);
      case 5 -> splice(file, at, at, excerpt(file));
      default -> splice(file, at, Math.min(file.length, at + random.nextInt(3)), snippet());
    };
  }

  private static byte[] overwrite(byte[] file, int from, int count, byte value) {
    Arrays.fill(file, from, Math.min(file.length, from + count), value);
    return file;
  }

  private byte[] excerpt(byte[] file) {
    int from = random.nextInt(file.length);
    int to = from + random.nextInt(Math.min(64, file.length - from) + 1);
    return Arrays.copyOfRange(file, from, to);
  }

  private byte[] snippet() {
    return SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] splice(byte[] file, int from, int to, byte[] middle) {
    byte[] result = new byte[file.length - (to - from) + middle.length];
    System.arraycopy(file, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(file, to, result, from + middle.length, file.length - to);
    return result;
  }
}
