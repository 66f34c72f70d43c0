package org.latent4j.backend.cuda.kernel;

import java.util.List;

/** A {@link Sequel} with its skeleton and operands. */
final class SequelCall {
  private final Skeleton skeleton;
  private final Sequel sequel;
  private final List<Operand> inputs;
  private final List<Operand> outputs;

  SequelCall(Sequel sequel, Skeleton skeleton) {
    this.skeleton = skeleton;
    this.sequel = sequel;
    this.inputs = sequel.inputs().stream().map(Operand::of).toList();
    this.outputs = sequel.outputs().stream().map(Operand::of).toList();
  }

  /** The type that the result would be stored as in between. */
  ElementType through() {
    return ElementType.of(sequel.through());
  }

  List<Operand> inputs() {
    return inputs;
  }

  List<Operand> outputs() {
    return outputs;
  }

  SequelForm form() {
    return new SequelForm(
        skeleton.expression(),
        sequel.slot(),
        inputs.stream().map(Operand::type).toList(),
        outputs.stream().map(Operand::type).toList());
  }

  void addNumbers(Parameters parameters) {
    ElementType type = ElementType.of(skeleton.expression().computeType());
    for (int i = 0; i < skeleton.constants().size(); i++) {
      parameters.number(type, "sequel_number" + i, skeleton.constants().get(i));
    }
  }
}
