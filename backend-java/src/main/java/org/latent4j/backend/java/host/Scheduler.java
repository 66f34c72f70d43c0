package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;

/**
 * Divides the nodes of a plan among threads, and joins nodes to {@link Segment}s within which no
 * thread needs to wait for another. For a large batch that is the whole chain from the visible
 * units to the hidden ones and back, each thread with its rows; for a small one each thread keeps
 * to its rows of the weights.
 */
final class Scheduler {
  /** Work that is worth dividing at all, in nanoseconds. */
  private static final double WORTH_SHARING = 10_000;

  /** Elements that are worth cutting. */
  private static final int WORTH_CUTTING = 256;

  private final HostBackend host;
  private final Plan plan;
  private final PlanMemory memory;
  private final boolean always;
  private final int parts;
  private final Place[] places;
  private final SummedResults summed;
  private final Map<Integer, Place> sumsOf = new HashMap<>();
  private final IdentityHashMap<Storage, Place> placeOf = new IdentityHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private final OpenWorks open = new OpenWorks();
  private final List<Storage> buffers = new ArrayList<>();

  Scheduler(HostBackend host, Plan plan, PlanMemory memory) {
    this.host = host;
    this.plan = plan;
    this.memory = memory;
    this.places = new Place[plan.values().size()];
    for (int value = 0; value < places.length; value++) {
      places[value] =
          plan.values().get(value).role() == Plan.Role.INPUT
              ? new Place()
              : placeOf(memory.isBound(value) ? memory.value(value) : null);
    }
    this.always = host.division() == Division.ALWAYS;
    this.parts = always || totalCost() > WORTH_SHARING ? host.workers().count() : 1;
    this.summed = new SummedResults(plan, parts);
  }

  /** Values in the same storage, such as a state and its next value, have one place. */
  private Place placeOf(@Nullable View view) {
    if (view == null) {
      return new Place(); // A value that no pass has left a node for.
    }
    Place place = placeOf.computeIfAbsent(view.storage(), unused -> new Place());
    place.put(view);
    return place;
  }

  /**
   * Makes the stages of the plan. The small nodes at its beginning are a segment of their own, run
   * by one thread: in one with others, whatever reads them, such as the first draw, would have to
   * wait for all threads.
   */
  List<Stage> stages() {
    int small = SmallNodesFirst.count(plan);
    plan.nodes().subList(0, small).forEach(this::add);
    endSegment();
    plan.nodes().subList(small, plan.nodes().size()).forEach(this::add);
    for (PlanMemory.Replacement replacement : memory.replacements()) {
      View stage = replacement.stage();
      if (stage != null) {
        addCopy(bound(replacement.source()), placeOf(stage), shape(replacement.state()));
      }
    }
    for (PlanMemory.Replacement replacement : memory.replacements()) {
      View stage = replacement.stage();
      Shape shape = shape(replacement.state());
      Bound source =
          stage == null
              ? bound(replacement.source())
              : new Bound(placeOf(stage), Layout.dense(shape));
      addCopy(source, places[replacement.state()], shape);
    }
    endSegment();
    return stages;
  }

  /** Returns the place of each value; those of inputs are to be set before a run. */
  Place[] places() {
    return places;
  }

  /** Returns the storages that were made for parts of sums. */
  List<Storage> buffers() {
    return buffers;
  }

  private void add(Plan.Node node) {
    if (!node.operation().accept(new Sharing(node))) {
      endSegment();
      stages.add(new AloneStage(host, memory, node));
    }
  }

  /** Adds the work of a node; false if the backend's own method is to do it, alone. */
  private final class Sharing implements Operation.Cases<Boolean> {
    private final Plan.Node node;

    Sharing(Plan.Node node) {
      this.node = node;
    }

    @Override
    public Boolean elementwise(Operation.Elementwise elementwise) {
      addElementwise(elementwise, bound(node.operands()), results(node));
      return true;
    }

    @Override
    public Boolean matrixProduct(Operation.MatrixProduct product) {
      return addProduct(node, product);
    }

    @Override
    public Boolean reduction(Operation.Reduction reduction) {
      return addReduction(node, reduction);
    }

    @Override
    public Boolean gather(Operation.Gather gather) {
      return false;
    }

    @Override
    public Boolean scatterAdd(Operation.ScatterAdd scatterAdd) {
      return false;
    }

    @Override
    public Boolean withRows(Operation.WithRows withRows) {
      return false;
    }

    @Override
    public Boolean assemble(Operation.Assemble assemble) {
      return addAssembly(node, assemble);
    }

    @Override
    public Boolean foldKey(Operation.FoldKey fold) {
      Place out = places[node.results().get(0)];
      add(List.of(() -> new FoldKeyWork(host.workspaces(), fold, bound(node.operands()), out)));
      return true;
    }
  }

  /** Returns false if the backend's method is better at it. */
  private boolean addReduction(Plan.Node node, Operation.Reduction reduction) {
    if (!ReductionWork.takes(reduction, node.operands().get(0).layout().shape())) {
      return false;
    }
    Bound in = summed.replaceOperandOf(node) ? sums(node) : bound(node.operands().get(0));
    Place out = places[node.results().get(0)];
    int number = shape(node.results().get(0)).size() < 2L * parts ? 1 : parts;
    add(List.of(() -> new ReductionWork(host.workspaces(), reduction, in, out, number)));
    return true;
  }

  private void addElementwise(
      Operation.Elementwise operation, List<Bound> operands, List<ColumnSums.Result> outputs) {
    Kernel kernel = host.kernel(operation.expression());
    Shape shape = operation.shape();
    List<Supplier<Work>> candidates = new ArrayList<>();
    if (parts > 1 && (always || shape.size() >= WORTH_CUTTING)) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        boolean firstOrLast = axis == 0 || axis == shape.rank() - 1;
        if (firstOrLast && shape.dim(axis) >= parts) {
          int cut = axis;
          candidates.add(
              () ->
                  new ElementwiseWork(
                      host.workspaces(), kernel, operation, operands, outputs, cut, parts));
        }
      }
    }
    if (candidates.isEmpty()) {
      candidates.add(
          () -> new ElementwiseWork(host.workspaces(), kernel, operation, operands, outputs, 0, 1));
    }
    add(candidates);
  }

  /** Returns false if it is much work that can't be cut, which the backend's method shares. */
  private boolean addAssembly(Plan.Node node, Operation.Assemble operation) {
    Shape shape = operation.shape();
    List<Bound> operands = bound(node.operands());
    Place out = places[node.results().get(0)];
    List<Supplier<Work>> candidates = new ArrayList<>();
    if (parts > 1 && (always || shape.size() >= WORTH_CUTTING)) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (shape.dim(axis) >= parts && AssembleWork.spans(operation, axis)) {
          int cut = axis;
          candidates.add(
              () -> new AssembleWork(host.workspaces(), operation, operands, out, cut, parts));
        }
      }
    }
    if (candidates.isEmpty()) {
      AssembleWork whole = new AssembleWork(host.workspaces(), operation, operands, out, 0, 1);
      if (parts > 1 && whole.cost() > WORTH_SHARING) {
        return false;
      }
      candidates.add(() -> whole);
    }
    add(candidates);
    return true;
  }

  private void addCopy(Bound from, Place to, Shape shape) {
    DataType type = to.storage().type();
    Operation.Elementwise copy = new Operation.Elementwise(Expressions.copy(type, type), shape);
    addElementwise(copy, List.of(from), List.of(ColumnSums.Result.at(to)));
  }

  /** Returns false if the backend does not multiply these matrices in pieces. */
  private boolean addProduct(Plan.Node node, Operation.MatrixProduct operation) {
    PieceProducts products = host.pieceProducts();
    int result = node.results().get(0);
    Shape shape = shape(result);
    if (products == null || shape.rank() != 2 || shape.size() == 0) {
      return false;
    }
    DataType type = plan.values().get(result).type();
    Product whole =
        new Product(
            Matrix.of(node.operands().get(0).layout(), 0),
            Matrix.of(node.operands().get(1).layout(), 0),
            Matrix.dense(shape.dim(0), shape.dim(1)));
    if (whole.a().columns() == 0 || !products.takes(type, whole)) {
      return false;
    }
    if (operation.beta() != 0) {
      Bound addend = bound(node.operands().get(node.operands().size() - 1));
      boolean inPlace =
          addend.place() == places[result] && addend.layout().equals(Layout.dense(shape));
      if (!inPlace) {
        addCopy(addend, places[result], shape);
      }
    }
    boolean worthCutting = always || (double) shape.size() * whole.a().columns() > WORTH_SHARING;
    int number = worthCutting ? parts : 1;
    ProductCut cut = ProductCut.of(whole, operation.beta(), number, products.dividesSums(), always);
    List<Place> targets = new ArrayList<>(List.of(places[result]));
    boolean divided = cut == ProductCut.TERMS && number > 1;
    for (int part = 1; divided && part < number; part++) {
      targets.add(placeOf(allocate(type, shape)));
    }
    ProductWork.TypedProduct typed = new ProductWork.TypedProduct(operation, type);
    List<Bound> operands = bound(node.operands());
    add(new ProductWork(products, host.workspaces(), typed, operands, whole, targets, cut, number));
    if (divided) {
      addUp(type, shape, targets);
    }
    return true;
  }

  /** Adds a product, together with the last one if both are added to the same matrix. */
  private void add(ProductWork product) {
    ProductWork both = product;
    if (!open.isEmpty()
        && open.last() instanceof ProductWork before
        && before.isContinuedBy(product)) {
      open.removeLast();
      both = before.and(product);
    }
    ProductWork work = both;
    add(List.of(() -> work));
  }

  /** Adds the parts of sums up, in the place of the first. */
  private void addUp(DataType type, Shape shape, List<Place> terms) {
    Expression.Builder g = Expression.in(type);
    List<Bound> operands = new ArrayList<>();
    int sum = -1;
    for (Place term : terms) {
      int next = g.input(operands.size());
      sum = operands.isEmpty() ? next : g.binary(BinaryOp.ADD, sum, next);
      operands.add(new Bound(term, Layout.dense(shape)));
    }
    Operation.Elementwise adding = new Operation.Elementwise(g.build(sum), shape);
    addElementwise(adding, operands, List.of(ColumnSums.Result.at(terms.get(0))));
  }

  private View allocate(DataType type, Shape shape) {
    Storage storage = host.allocate(type, shape.size());
    buffers.add(storage);
    return new View(storage, Layout.dense(shape));
  }

  /** Adds the first candidate that need not wait, or else the first after a new beginning. */
  private void add(List<Supplier<Work>> candidates) {
    for (Supplier<Work> candidate : candidates) {
      Work work = candidate.get();
      if (!open.mustBeDoneBefore(work)) {
        open.add(work);
        return;
      }
    }
    endSegment();
    open.add(candidates.get(0).get());
  }

  private void endSegment() {
    if (!open.isEmpty()) {
      stages.add(new Segment(host.workers(), parts, open.all(), always));
      open.clear();
    }
  }

  private double totalCost() {
    double cost = 0;
    for (Plan.Node node : plan.nodes()) {
      cost += node.operation().accept(new SharedCost(node));
    }
    return cost;
  }

  /** What a node costs that can be divided among threads here, in nanoseconds. */
  private final class SharedCost implements Operation.Cases<Double> {
    private final Plan.Node node;

    SharedCost(Plan.Node node) {
      this.node = node;
    }

    @Override
    public Double elementwise(Operation.Elementwise elementwise) {
      return host.kernel(elementwise.expression()).cost() * elementwise.shape().size();
    }

    @Override
    public Double matrixProduct(Operation.MatrixProduct product) {
      int terms = node.operands().get(0).layout().shape().dim(-1);
      return ProductWork.cost(shape(node.results().get(0)).size(), terms);
    }

    @Override
    public Double reduction(Operation.Reduction reduction) {
      return ReductionWork.cost(node.operands().get(0).layout().shape());
    }

    @Override
    public Double gather(Operation.Gather gather) {
      return 0.0;
    }

    @Override
    public Double scatterAdd(Operation.ScatterAdd scatterAdd) {
      return 0.0;
    }

    @Override
    public Double withRows(Operation.WithRows withRows) {
      return 0.0;
    }

    @Override
    public Double assemble(Operation.Assemble assemble) {
      return 0.0;
    }

    @Override
    public Double foldKey(Operation.FoldKey fold) {
      return 0.0;
    }
  }

  private Shape shape(int value) {
    return plan.values().get(value).shape();
  }

  private Bound bound(Plan.Operand operand) {
    return new Bound(places[operand.value()], operand.layout());
  }

  private List<Bound> bound(List<Plan.Operand> operands) {
    return operands.stream().map(this::bound).toList();
  }

  private List<ColumnSums.Result> results(Plan.Node node) {
    return node.results().stream().map(this::result).toList();
  }

  private ColumnSums.Result result(int value) {
    if (!summed.contains(value)) {
      return ColumnSums.Result.at(places[value]);
    }
    Place sums = placeOf(allocate(ColumnSums.type(), ColumnSums.shape(shape(value))));
    sumsOf.put(value, sums);
    return new ColumnSums.Result(places[value], sums, summed.isKept(value));
  }

  /** The sums of the blocks of what a reduction sums. */
  private Bound sums(Plan.Node reduction) {
    Plan.Operand operand = reduction.operands().get(0);
    Place sums = Objects.requireNonNull(sumsOf.get(operand.value()));
    return new Bound(sums, Layout.dense(ColumnSums.shape(operand.layout().shape())));
  }
}
