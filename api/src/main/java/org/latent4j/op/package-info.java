/**
 * The closed set of operations on numbers: what each one means, how it is differentiated and what
 * it is called in CUDA C.
 *
 * <p>Start with {@link org.latent4j.op.UnaryOp}: every operation is one constant with a definition
 * on {@code double} (documentation and test oracle, never called in a hot loop), a derivative and a
 * template for generated kernels. {@link org.latent4j.op.BinaryOp}, {@link
 * org.latent4j.op.TernaryOp} and {@link org.latent4j.op.ReductionOp} follow the same pattern.
 * {@link org.latent4j.op.Algebra} is the language in which derivatives and other formulas are
 * written once and evaluated on anything: on numbers ({@link org.latent4j.op.DoubleAlgebra}) or as
 * a graph.
 */
@NullMarked
package org.latent4j.op;

import org.jspecify.annotations.NullMarked;
