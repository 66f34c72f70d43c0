package org.latent4j.backend.cuda.driver;

/**
 * What a product reads and writes. The factors are numbers of the host, or addresses of the device
 * where the form says so.
 *
 * @param alpha the factor of the product, if it is a number
 * @param beta the factor of what is added, if it is a number
 * @param alphaAddress where the factor of the product is, if it is on the device
 * @param betaAddress where the factor of what is added is, if it is on the device
 * @param a the address of the left matrix
 * @param b the address of the right matrix
 * @param c the address of what is added, which lies as the result does
 * @param d the address of the result, which may be the same
 * @param workspace the address of the workspace
 * @param workspaceBytes its size
 */
public record Operands(
    double alpha,
    double beta,
    long alphaAddress,
    long betaAddress,
    long a,
    long b,
    long c,
    long d,
    long workspace,
    long workspaceBytes) {}
