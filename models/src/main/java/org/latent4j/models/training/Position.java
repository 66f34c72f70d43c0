package org.latent4j.models.training;

import org.latent4j.tensor.Tensor;

/**
 * Where in the data the steps of a pass are.
 *
 * @param order the rows of the chunk in the order in which they are gone through, INT32
 * @param first the number of the pass's first step since the start, INT32 rank 0
 * @param epochs how many epochs were finished before, FLOAT64 rank 0
 */
record Position(Tensor order, Tensor first, Tensor epochs) {}
