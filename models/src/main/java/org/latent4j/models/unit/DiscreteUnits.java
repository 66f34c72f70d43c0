package org.latent4j.models.unit;

import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** Units with finitely many states, which small models enumerate. */
public interface DiscreteUnits extends Units {
  /**
   * Counts the states of the whole layer.
   *
   * @return the product of the units' numbers of states; exact up to 2<sup>53</sup>, infinite if it
   *     is too large for a double
   */
  double stateCount();

  /**
   * Writes down states by their numbers; every state has one number from 0 to {@link #stateCount} -
   * 1.
   *
   * @param numbers FLOAT64 [...], integral, below 2<sup>53</sup>
   * @param type the type of the result
   * @return states [..., n]
   */
  Tensor states(Tensor numbers, DataType type);
}
