package org.latent4j.models.data.csv;

import java.util.function.Supplier;
import org.latent4j.models.io.DataFormatException;

/** Reads the current field as what it should be, or says why it is not. */
final class CsvCells {

  private final CsvFields fields;
  private final CsvOptions.FieldRules rules;
  private final CsvNumber number = new CsvNumber();

  CsvCells(CsvFields fields, CsvOptions.FieldRules rules) {
    this.fields = fields;
    this.rules = rules;
  }

  /** Whether the field is a number or a word for one. */
  boolean isNumeric() {
    return fields.scan(number) || CsvNumber.nonFinite(fields.text()) != 0;
  }

  /**
   * A value; NaN if it is missing.
   *
   * @param hint what a message about a word adds
   */
  double value(Supplier<String> hint) {
    if (fields.scan(number)) {
      double value = rules.floats() ? number.value() : number.doubleValue();
      if (Double.isInfinite(value)) {
        throw new DataFormatException(
            fields.place() + " is too large for " + (rules.floats() ? "float32" : "float64"));
      }
      return value;
    }
    return word(hint);
  }

  private double word(Supplier<String> hint) {
    if (fields.isEmpty() && rules.missing()) {
      return Double.NaN;
    }
    float value = CsvNumber.nonFinite(fields.text());
    if (value == 0) {
      throw notANumber(hint);
    }
    if (!rules.nonFinite() && !(rules.missing() && Float.isNaN(value))) {
      throw new DataFormatException(
          fields.place()
              + ": values must be finite; fill such values in, or tell the reader to allow them");
    }
    return value;
  }

  /** A whole number. */
  int label(Supplier<String> hint) {
    double value = exact(hint);
    if (value != (int) value) {
      throw new DataFormatException(fields.place() + " is not a whole number, as a label must be");
    }
    return (int) value;
  }

  /** A finite number of at least 0. */
  double weight(Supplier<String> hint) {
    double value = exact(hint);
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new DataFormatException(
          fields.place() + " is not a finite number of at least 0, as a weight must be");
    }
    return value;
  }

  private double exact(Supplier<String> hint) {
    if (!fields.scan(number)) {
      throw notANumber(hint);
    }
    return number.doubleValue();
  }

  private DataFormatException notANumber(Supplier<String> hint) {
    return fields.isEmpty()
        ? new DataFormatException(fields.place() + " is empty; every field needs a number")
        : new DataFormatException(fields.place() + " is not a number" + hint.get());
  }
}
