package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Operation;
import org.latent4j.random.Threefry;

/** The derivation of a random key; one part. */
final class FoldKeyWork implements Work {
  private final Workspaces workspaces;
  private final Operation.FoldKey operation;
  private final List<Bound> operands;
  private final Place out;
  private final List<Access> accesses = new ArrayList<>();

  FoldKeyWork(Workspaces workspaces, Operation.FoldKey operation, List<Bound> operands, Place out) {
    this.workspaces = workspaces;
    this.operation = operation;
    this.operands = operands;
    this.out = out;
    operands.forEach(operand -> accesses.add(operand.read(null)));
    accesses.add(new Access(out, null, true));
  }

  @Override
  public void run(int part) {
    if (part > 0) {
      return;
    }
    Workspace workspace = workspaces.get();
    long parent = operands.get(0).key(workspace);
    int number = operation.counted() ? (int) operands.get(1).scalar(workspace) : operation.n();
    long child = Threefry.child(parent, number);
    workspace.ints[0] = Threefry.highWord(child);
    workspace.ints[1] = Threefry.lowWord(child);
    out.storage().write(out.offset(), workspace.ints, 0, 2);
  }

  @Override
  public List<Access> accesses() {
    return accesses;
  }

  @Override
  public double cost() {
    return 100;
  }
}
