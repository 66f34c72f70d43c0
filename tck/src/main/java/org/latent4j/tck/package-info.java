/**
 * The conformance kit: numbered rules for implementations, each a test, and the means to show that
 * a broken implementation breaks them.
 *
 * <p>Start with {@link org.latent4j.tck.BackendVerification}: a backend proves itself by a subclass
 * that opens it. {@link org.latent4j.tck.UnitVerification} is for types of units, {@link
 * org.latent4j.tck.MarkovKernelVerification} for samplers, and {@link
 * org.latent4j.tck.ExampleProgramsVerification} runs whole programs on a backend. {@link
 * org.latent4j.tck.Rules} lists the rules and runs one on an implementation that must fail it. The
 * rules and the bounds on errors are listed in {@code docs/tck.md}.
 */
package org.latent4j.tck;
