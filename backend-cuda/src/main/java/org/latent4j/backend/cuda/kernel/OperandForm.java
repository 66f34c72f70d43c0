package org.latent4j.backend.cuda.kernel;

/**
 * What the text of a kernel says about an operand.
 *
 * @param type the element type
 * @param access how elements are found
 * @param gathered whether the rows along axis 0 are found through indices
 */
record OperandForm(ElementType type, Access access, boolean gathered) {}
