/**
 * What the tests of the api need: a backend that computes with the definitions of the operations,
 * one element at a time, and tells what memory is live; captured log lines; refusals with their
 * exact message.
 *
 * <p>Start with {@link org.latent4j.testing.NaiveBackend}.
 */
package org.latent4j.testing;
