/** Tables of numbers as text; start at {@link org.latent4j.models.data.csv.CsvReader}. */
@NullMarked
package org.latent4j.models.data.csv;

import org.jspecify.annotations.NullMarked;
