/**
 * A backend for the tests of the api: it computes with the definitions of the operations, one
 * element at a time, and tells what memory is live.
 *
 * <p>Start with {@link org.latent4j.naive.NaiveBackend}.
 */
package org.latent4j.naive;
