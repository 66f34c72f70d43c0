package org.latent4j.models.data.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.csv.CsvReader.Header;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.ReadLimits;
import org.latent4j.op.DataType;

class CsvReaderTest {

  private static Dataset read(CsvReader reader, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(DataStream.open("f.csv", content, ReadLimits.standard()));
  }

  private static Dataset read(String text) {
    return read(CsvReader.standard(), text);
  }

  private static void assertRows(float[][] expected, Dataset data) {
    assertEquals(expected.length, data.rows());
    for (int row = 0; row < expected.length; row++) {
      assertArrayEquals(expected[row], data.floats(row, 1));
    }
  }

  private static final float[][] SMALL = {{1.5f, -2}, {3, 4}};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5,-2\n3,4\n",
        "1.5,-2\n3,4",
        "1.5,-2\r\n3,4\r\n",
        "1.5,-2\r3,4\r",
        "1.5;-2\n3;4\n",
        "1.5\t-2\n3\t4\n",
        " 1.5 , -2 \n\t3,4\t\n",
        "\"1.5\",\"-2\"\n\" 3 \" , \"4\"\n",
        "\ufeff1.5,-2\n3,4\n",
        "\n# a note, with a comma\n1.5,-2\n\n   \n# more\n3,4\n\n",
        "a,b\n1.5,-2\n3,4\n",
        "a;\"b,c,d,e\"\n1.5;-2\n3;4\n"
      })
  void allWaysToWriteATableAreRead(String text) {
    assertRows(SMALL, read(text));
  }

  @Test
  void oneColumnNeedsNoDelimiter() {
    assertRows(new float[][] {{0.5f}, {2}}, read("0.5\n2\n"));
  }

  @Test
  void anyDelimiterCanBeGiven() {
    assertRows(SMALL, read(CsvReader.standard().delimiter('|'), "1.5|-2\n3|4\n"));
    assertRows(SMALL, read(CsvReader.standard().delimiter(' '), "1.5 -2\n3 4\n"));
    for (char bad : "\"0.-e\n\u00e9".toCharArray()) {
      assertThrows(IllegalArgumentException.class, () -> CsvReader.standard().delimiter(bad));
    }
  }

  @Test
  void wholeNumbersUpTo255AreHeldAsBytes() {
    assertEquals(DataType.UINT8, read("0,255\n17,1e2\n").type());
    for (String other : List.of("256", "-1", "0.5", "-0", "1e10")) {
      Dataset data = read("0,1\n" + other + ",2\n");
      assertEquals(DataType.FLOAT32, data.type(), other);
      assertEquals(Float.parseFloat(other), data.value(1, 0));
    }
  }

  @Test
  void headerNamesTheColumns() {
    assertEquals(List.of("a", "b c", "d\"e"), read("a, b c ,\"d\"\"e\"\n1,2,3\n").columnNames());
    assertEquals(List.of(), read("1,2,3\n").columnNames());
    assertEquals(List.of("", "x"), read("\"\",\"x\"\n1,2\n").columnNames());
  }

  @Test
  void headerWithNumbersMustBeAnnounced() {
    // The first line of a well-known file counts its rows and columns.
    String iris = "150,4,setosa\n5.1,3.5,0\n4.9,3.0,1\n";
    refused(
        "f.csv, line 1, column 3: 'setosa' is not a number; a first line is taken for a header only"
            + " if none of its fields is a number",
        iris);
    Dataset data = read(CsvReader.standard().header(Header.PRESENT).labelColumn(-1), iris);
    assertRows(new float[][] {{5.1f, 3.5f}, {4.9f, 3}}, data);
    assertArrayEquals(new int[] {0, 1}, data.labels().orElseThrow());
    assertEquals(List.of("150", "4"), data.columnNames());
    assertRows(SMALL, read(CsvReader.standard().header(Header.ABSENT), "1.5,-2\n3,4\n"));
    refused(
        "f.csv, line 1, column 1: 'a' is not a number",
        CsvReader.standard().header(Header.ABSENT),
        "a,b\n1,2\n");
  }

  @Test
  void labelsComeFromAColumnByNumberOrName() {
    String text = "x,label,y\n1,7,2\n3,-8,4\n";
    float[][] values = {{1, 2}, {3, 4}};
    for (CsvReader reader :
        List.of(
            CsvReader.standard(),
            CsvReader.standard().labelColumn(1),
            CsvReader.standard().labelColumn(-2),
            CsvReader.standard().labelColumn("label"))) {
      Dataset data = read(reader, text);
      assertRows(values, data);
      assertArrayEquals(new int[] {7, -8}, data.labels().orElseThrow());
      assertEquals(List.of("x", "y"), data.columnNames());
    }
    Dataset without = read(CsvReader.standard().noLabels(), text);
    assertEquals(3, without.columns());
    assertTrue(without.labels().isEmpty());
    assertArrayEquals(
        new int[] {5}, read(CsvReader.standard().labelColumn(0), "5.0,1\n").labels().orElseThrow());
  }

  @Test
  void labelColumnsThatDoNotExistAreRefused() {
    CsvReader standard = CsvReader.standard();
    String missing = "f.csv: label column %d does not exist; the file has 2 columns";
    refused(missing.formatted(2), standard.labelColumn(2), "1,2\n");
    refused(missing.formatted(-3), standard.labelColumn(-3), "1,2\n");
    refused(
        "f.csv: there is no column named 'class' in the header line",
        standard.labelColumn("class"),
        "a,b\n1,2\n");
    refused(
        "f.csv: there is no column named 'class'; the file has no header line",
        standard.labelColumn("class"),
        "1,2\n");
    refused(
        "f.csv, line 1: there is no column besides the labels", standard.labelColumn(0), "1\n2\n");
    refused(
        "f.csv, line 2, column 2: '0.5' is not a whole number, as a label must be",
        standard.labelColumn(1),
        "1,2\n1,0.5\n");
    refused(
        "f.csv, line 1, column 2: '3e9' is not a whole number, as a label must be",
        standard.labelColumn(1),
        "1,3e9\n");
    refused(
        "f.csv, line 1, column 2: 'nan' is not a number; a first line is taken for a header only if"
            + " none of its fields is a number",
        standard.labelColumn(1).allowNonFinite(),
        "1,nan\n");
  }

  @Test
  void wordsAreNamedWithTheirPlace() {
    refused("f.csv, line 3, column 2: 'three' is not a number", "1,2\n\n2,three\n");
    refused("f.csv, line 2, column 1: '1,5' is not a number", "1;2\n1,5;2\n");
    refused("f.csv, line 2, column 1: '0x10' is not a number", "1,2\n0x10,2\n");
    refused("f.csv, line 2, column 1: '?' is not a number", "1,2\n\u0007,2\n");
    refused(
        "f.csv, line 2, column 1: '" + "w".repeat(40) + "...' is not a number",
        "1,2\n" + "w".repeat(100_000) + ",2\n");
  }

  @Test
  void raggedRowsAreNamed() {
    refused("f.csv, line 3: the line has 1 column, but line 1 has 2", "1,2\n3,4\n5\n");
    refused("f.csv, line 2: the line has 3 columns, but line 1 has 2", "a,b\n1,2,3\n");
    refused("f.csv, line 4: the line has 4 columns, but line 2 has 2", "\n1,2\n3,4\n1,2,3,4\n");
  }

  @Test
  void emptyFieldsAreNamed() {
    refused("f.csv, line 2, column 2: '' is empty; every field needs a number", "1,2\n3,\n");
    refused("f.csv, line 2, column 1: '' is empty; every field needs a number", "1,2\n  ,4\n");
    refused(
        "f.csv, line 2, column 2: '' is empty; every field needs a number", "1,2,3\n4,\"\",6\n");
  }

  @Test
  void filesWithoutRowsAreRefused() {
    refused("f.csv: the file is empty", "");
    refused("f.csv: the file has no line with values", "\n\n# nothing\n");
    refused("f.csv: there is no row after the header line", "a,b\n");
  }

  @Test
  void quotesMustEnd() {
    String message = "f.csv, line %d, column %d: a quoted field does not end where it should";
    refused(message.formatted(2, 1), "1,2\n\"3,4\n5,6\n");
    refused(message.formatted(1, 2), "1,\"2\"3\n");
    refused(message.formatted(1, 1), "\"\n");
  }

  @Test
  void nonFiniteValuesAreRefusedUnlessAllowed() {
    String rule = ": values must be finite; fill such values in, or tell the reader to allow them";
    refused("f.csv, line 2, column 1: 'NaN'" + rule, "1,2\nNaN,4\n");
    refused("f.csv, line 1, column 2: '-inf'" + rule, "1,-inf\n");
    refused("f.csv, line 1, column 1: 'nan'" + rule, "nan,nan\n");
    refused(
        "f.csv, line 1, column 2: '1e39' is too large for float32",
        CsvReader.standard().precision(DataType.FLOAT32),
        "1,1e39\n");
    refused("f.csv, line 1, column 2: '1e309' is too large for float64", "1,1e309\n");
    Dataset data = read(CsvReader.standard().allowNonFinite(), "nan,inf\n-Infinity,1\n");
    assertRows(
        new float[][] {{Float.NaN, Float.POSITIVE_INFINITY}, {Float.NEGATIVE_INFINITY, 1}}, data);
  }

  @Test
  void otherEncodingsAreNamed() {
    byte[] utf16 = "1,2\n".getBytes(StandardCharsets.UTF_16);
    assertRefused(
        "f.csv: the text is UTF-16; save it as UTF-8",
        () -> CsvReader.standard().read(DataStream.open("f.csv", utf16, ReadLimits.standard())));
  }

  @Test
  void linesAndColumnsAreBounded() {
    refused(
        "f.csv, line 2: longer than 16777216 bytes; is this a CSV file?",
        "1\n" + "0".repeat(17_000_000));
    refused("f.csv, line 1: more than 1048576 columns", "1,".repeat(1_100_000) + "1");
  }

  @Test
  void memoryIsBoundedAsSet() {
    ReadLimits limits = ReadLimits.standard().withValueBytes(16);
    assertEquals(2, read(CsvReader.standard().limits(limits), "1,2\n3,4\n").rows());
    refused(
        "f.csv: the values of more than 2 rows need more memory than the limit of 16 bytes; start"
            + " Java with a larger -Xmx or raise the limit",
        CsvReader.standard().limits(limits),
        "1,2\n3,4\n5,6\n");
  }

  @Test
  void everyFloatIsReadBackExactly() {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[30_000];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
      text.append(values[i]).append(i % 3 == 2 ? '\n' : ',');
    }
    assertArrayEquals(values, read(text.toString()).floats(0, 10_000));
  }

  @Test
  void rowsBeyondOneBlockKeepTheirOrder() {
    int rows = 1_100_000;
    float[] values = new float[2 * rows];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      text.append(i).append(i % 2 == 1 ? '\n' : ',');
    }
    assertTrue(values.length > 1 << 21, "not longer than two blocks");
    assertArrayEquals(values, read(text.toString()).floats(0, rows));
  }

  private static void refused(String message, String text) {
    refused(message, CsvReader.standard(), text);
  }

  private static void refused(String message, CsvReader reader, String text) {
    assertRefused(message, () -> read(reader, text));
  }

  /** The first rows of Old Faithful (Azzalini and Bowman, 1990), whose minutes float32 has not. */
  @Test
  void doublesAreThoseOfTheText() {
    Dataset data = read("eruptions,waiting\n3.6,79\n1.8,54\n3.333,74\n2.283,62\n");
    assertEquals(DataType.FLOAT64, data.type());
    assertArrayEquals(new double[] {3.6, 79, 1.8, 54, 3.333, 74, 2.283, 62}, data.doubles(0, 4));
    Dataset floats = read(CsvReader.standard().precision(DataType.FLOAT32), "3.6,79\n1.8,54\n");
    assertEquals(DataType.FLOAT32, floats.type());
    assertArrayEquals(new float[] {3.6f, 79, 1.8f, 54}, floats.floats(0, 2));
    assertThrows(
        IllegalArgumentException.class, () -> CsvReader.standard().precision(DataType.INT32));
  }

  @Test
  void typeIsTheSmallestThatHasEveryValue() {
    assertEquals(DataType.FLOAT32, read("0.5,1\n-1,2\n").type());
    assertEquals(DataType.FLOAT32, read("16777216\n").type());
    assertEquals(DataType.FLOAT64, read("16777217\n").type());
    // The first rows are floats until a later one is not.
    int rows = 700_000;
    StringBuilder text = new StringBuilder("0.5,1\n".repeat(rows));
    Dataset data = read(text.append("0.1,2\n").toString());
    assertEquals(DataType.FLOAT64, data.type());
    assertEquals(0.5, data.value(0, 0));
    assertEquals(1, data.value(rows - 1, 1));
    assertEquals(0.1, data.value(rows, 0));
  }

  @Test
  void missingValuesPassOnlyWhereAllowed() {
    String text = "1,,3\nnan,5,\"\"\n";
    refused("f.csv, line 1, column 2: '' is empty; every field needs a number", text);
    Dataset data = read(CsvReader.standard().allowMissing(), text);
    assertArrayEquals(new byte[] {1, 0, 1, 0, 1, 0}, data.present(0, 2));
    assertArrayEquals(new byte[] {1, 0, 3, 0, 5, 0}, data.bytes(0, 2));
    assertRows(new float[][] {{1, Float.NaN, 3}, {Float.NaN, 5, Float.NaN}}, data);
    refused(
        "f.csv, line 1, column 2: 'inf': values must be finite; fill such values in, or tell the"
            + " reader to allow them",
        CsvReader.standard().allowMissing(),
        "1,inf\n");
    refused(
        "f.csv, line 1, column 2: '' is empty; every field needs a number",
        CsvReader.standard().allowMissing().labelColumn(1),
        "1,\n");
    assertTrue(!read(CsvReader.standard().allowMissing(), "1,2\n").hasMissing());
  }

  @Test
  void weightsAndTargetsComeFromColumns() {
    String text = "w,x,y,label,z\n0.5,1,2.25,7,0.1\n2,3,4.5,8,0.2\n";
    for (CsvReader reader :
        List.of(
            CsvReader.standard().weightColumn("w").targetColumns("z", "y"),
            CsvReader.standard().weightColumn(0).targetColumns(2).targetColumns(-1))) {
      Dataset data = read(reader, text);
      assertRows(new float[][] {{1}, {3}}, data);
      assertEquals(List.of("x"), data.columnNames());
      assertArrayEquals(new int[] {7, 8}, data.labels().orElseThrow());
      assertArrayEquals(new double[] {0.5, 2}, data.weights().orElseThrow());
      Dataset targets = data.targets().orElseThrow();
      assertEquals("f.csv targets [2, 2]", targets.toString());
      assertEquals(List.of("y", "z"), targets.columnNames());
      assertArrayEquals(new double[] {2.25, 0.1, 4.5, 0.2}, targets.doubles(0, 2));
    }
    refused(
        "f.csv, line 2, column 1: '-1' is not a finite number of at least 0, as a weight must be",
        CsvReader.standard().weightColumn(0),
        "1,2\n-1,3\n");
    refused(
        "f.csv: column 1 (counted from 0) is chosen as label and again as target; choose it once",
        CsvReader.standard().labelColumn(1).targetColumns(1),
        "1,2\n");
    refused(
        "f.csv: target column 5 does not exist; the file has 2 columns",
        CsvReader.standard().targetColumns(5),
        "1,2\n");
    refused(
        "f.csv, line 1: there is no column besides labels, weights and targets",
        CsvReader.standard().targetColumns(0),
        "1\n");
  }
}
