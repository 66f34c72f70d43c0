package org.latent4j.models.rbm;

import static org.latent4j.tensor.Functions.logSumExp;
import static org.latent4j.tensor.Functions.neg;

import java.util.stream.IntStream;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The exact partition function {@code Z = sum_v exp(-F(v)) = sum_h exp(-F(h))} of a small machine,
 * by going through the states of the layer that has fewer. Free energies have the precision of the
 * parameters; everything from there on is float64.
 *
 * <p>It keeps a program, so that it can be asked again for other parameters at no further cost of
 * preparation. Close it after use; one thread at a time.
 */
public final class PartitionFunction implements AutoCloseable {
  /** The most states that are enumerated: 2<sup>25</sup>. */
  public static final long MAX_STATES = 1L << 25;

  /** Elements of a block's largest intermediate tensor. */
  private static final int BLOCK_ELEMENTS = 1 << 18;

  private final Backend backend;
  private final long stateCount;
  private final int blockRows;
  private final double[] firstNumbers;
  private final Program<Nothing, Block, Tensor> program;

  /** Some states by their numbers, FLOAT64 [rows]. */
  private record Block(RbmParameters parameters, Tensor numbers) {}

  private PartitionFunction(Backend backend, SmallerSide side) {
    this.backend = backend;
    this.stateCount = side.stateCount();
    this.blockRows = (int) Math.max(1, Math.min(stateCount, BLOCK_ELEMENTS / side.other().size()));
    this.firstNumbers = IntStream.range(0, blockRows).asDoubleStream().toArray();
    this.program =
        Program.compile(
            backend,
            block -> {
              RbmParameters p = block.parameters();
              Tensor freeEnergy = side.freeEnergy(p, side.states(block.numbers(), p.type()));
              return logSumExp(neg(freeEnergy.cast(DataType.FLOAT64)), 0);
            });
  }

  /**
   * Says whether log Z can be computed.
   *
   * @param rbm the machine
   * @return true if one side has {@link #MAX_STATES} states or less
   */
  public static boolean isEnumerable(Rbm rbm) {
    return SmallerSide.stateCount(rbm) <= MAX_STATES;
  }

  /**
   * Prepares the enumeration.
   *
   * @param backend where it runs
   * @param rbm the machine
   * @return the partition function of its parameters
   * @throws IllegalArgumentException if neither side has {@link #MAX_STATES} states or less
   */
  public static PartitionFunction of(Backend backend, Rbm rbm) {
    return new PartitionFunction(backend, SmallerSide.of("exact log Z", rbm, MAX_STATES));
  }

  /**
   * Computes log Z.
   *
   * @param p the parameters
   * @return log Z in nats; NaN if a parameter is
   */
  public double log(RbmParameters p) {
    return Scope.within(
        () -> {
          Tensor numbers = Tensor.of(backend, firstNumbers, blockRows);
          LogSum sum = new LogSum();
          for (long first = 0; first < stateCount; first += blockRows) {
            int rows = (int) Math.min(blockRows, stateCount - first);
            sum.add(ofBlock(p, numbers.slice(0, 0, rows), first));
          }
          return sum.value();
        });
  }

  private double ofBlock(RbmParameters p, Tensor numbers, long first) {
    return Scope.within(
        () -> {
          Tensor offset = Tensor.full(backend, DataType.FLOAT64, (double) first);
          return program.run(new Block(p, numbers.add(offset))).item();
        });
  }

  /** Frees the program. */
  @Override
  public void close() {
    program.close();
  }

  /** Adds numbers up that are given by their logarithms. */
  private static final class LogSum {
    private double largest = Double.NEGATIVE_INFINITY;
    private double scaled;

    void add(double logarithm) {
      if (logarithm == Double.NEGATIVE_INFINITY) {
        return;
      }
      if (logarithm <= largest) {
        scaled += Math.exp(logarithm - largest);
      } else {
        // NaN comes here, too, and stays.
        scaled = scaled * Math.exp(largest - logarithm) + 1;
        largest = logarithm;
      }
    }

    double value() {
      return largest + Math.log(scaled);
    }
  }
}
