package org.latent4j.backend.java.host;

import java.util.List;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;

/**
 * An expression made ready: what to do for a chunk of elements, on numbered registers of a chunk
 * each. Immutable.
 *
 * @param computeType the type of the registers
 * @param prologue what fills registers that stay the same for all chunks
 * @param body what is done for every chunk, inputs first
 * @param registers how many registers there are
 * @param results the register of each output
 * @param outputs the outputs
 * @param cost an estimate of the work for an element, in nanoseconds
 */
record Kernel(
    DataType computeType,
    List<Instruction.Fill> prologue,
    List<Instruction> body,
    int registers,
    List<Integer> results,
    List<Expression.Output> outputs,
    double cost) {}
