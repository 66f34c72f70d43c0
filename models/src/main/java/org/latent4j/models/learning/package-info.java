/**
 * What a model tells about how it is learned, and what it is given: the seam between the
 * mathematics of a model and everything that is written once for all of them (training,
 * checkpoints, scores, shards).
 *
 * <p>Start with {@code Learner}, then {@link org.latent4j.models.learning.Reading}, which says what
 * a minibatch is made of.
 */
@NullMarked
package org.latent4j.models.learning;

import org.jspecify.annotations.NullMarked;
