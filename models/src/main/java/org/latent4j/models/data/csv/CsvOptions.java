package org.latent4j.models.data.csv;

import java.util.Optional;
import org.latent4j.models.data.file.ReadLimits;

/**
 * What a {@link CsvReader} was told.
 *
 * @param delimiter the character between fields, or empty to detect it
 * @param header whether the first line names the columns
 * @param roles what each column is for
 * @param fields what a field may be
 * @param limits the bounds
 */
record CsvOptions(
    Optional<Character> delimiter,
    CsvReader.Header header,
    CsvRoles roles,
    FieldRules fields,
    ReadLimits limits) {

  /**
   * What a field may be and becomes.
   *
   * @param floats whether values are rounded to float32, and not to float64
   * @param nonFinite whether NaN and infinities may pass
   * @param missing whether an empty field or NaN is a missing value
   */
  record FieldRules(boolean floats, boolean nonFinite, boolean missing) {}

  CsvOptions with(CsvRoles others) {
    return new CsvOptions(delimiter, header, others, fields, limits);
  }

  CsvOptions with(FieldRules others) {
    return new CsvOptions(delimiter, header, roles, others, limits);
  }
}
