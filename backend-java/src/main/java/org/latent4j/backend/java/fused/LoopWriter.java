package org.latent4j.backend.java.fused;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IALOAD;
import static org.objectweb.asm.Opcodes.IASTORE;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IDIV;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IMUL;
import static org.objectweb.asm.Opcodes.INEG;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.ISUB;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the class of a loop, in the form that is vectorised: arrays and scalars in local variables
 * before the loop, one index for all arrays, and in the loop first all reads, then the arithmetic,
 * then all writes.
 */
final class LoopWriter {
  private static final String NAME = "org/latent4j/backend/java/fused/Generated";
  private static final String PARENT = Type.getInternalName(FusedLoop.class);

  private static final int REGISTERS = 1;
  private static final int SCALARS = 2;
  private static final int N = 3;
  private static final int I = 4;
  private static final int FIRST_FREE = 5;

  private final FusedRun run;
  private final boolean single;
  private final Type type;
  private final Type array;
  private final MethodVisitor code;
  private final Map<Integer, Integer> arrays = new HashMap<>();
  private final int[] values;
  private int locals = FIRST_FREE;

  private LoopWriter(FusedRun run, MethodVisitor code) {
    this.run = run;
    this.single = run.type() == DataType.FLOAT32;
    this.type = single ? Type.FLOAT_TYPE : Type.DOUBLE_TYPE;
    this.array = Type.getType("[" + type.getDescriptor());
    this.code = code;
    this.values = new int[run.steps().size()];
  }

  /** Returns the class file of a subclass of {@link FusedLoop}. */
  static byte[] classFile(FusedRun run) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    type.visit(V17, ACC_FINAL | ACC_SUPER, NAME, null, PARENT, null);
    MethodVisitor constructor = type.visitMethod(0, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(ALOAD, 0);
    constructor.visitMethodInsn(INVOKESPECIAL, PARENT, "<init>", "()V", false);
    end(constructor);
    MethodVisitor loop =
        type.visitMethod(
            ACC_PUBLIC, "run", "([Ljava/lang/Object;Ljava/lang/Object;I)V", null, null);
    new LoopWriter(run, loop).write();
    type.visitEnd();
    return type.toByteArray();
  }

  private static void end(MethodVisitor method) {
    method.visitInsn(RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private void write() {
    code.visitCode();
    for (int step = 0; step < values.length; step++) {
      prepare(step);
    }
    run.stores().forEach(store -> array(store.register()));
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, I);
    Label next = new Label();
    Label end = new Label();
    code.visitLabel(next);
    code.visitVarInsn(ILOAD, I);
    code.visitVarInsn(ILOAD, N);
    code.visitJumpInsn(IF_ICMPGE, end);
    writeBody();
    code.visitIincInsn(I, 1);
    code.visitJumpInsn(GOTO, next);
    code.visitLabel(end);
    end(code);
  }

  /** Puts what a step reads into local variables, and chooses one for its value. */
  private void prepare(int number) {
    values[number] = locals;
    locals += type.getSize();
    FusedRun.Step step = run.steps().get(number);
    if (step instanceof FusedRun.Element element) {
      array(element.register());
    } else if (step instanceof FusedRun.Scalar scalar) {
      code.visitVarInsn(ALOAD, SCALARS);
      code.visitTypeInsn(Opcodes.CHECKCAST, array.getInternalName());
      code.visitLdcInsn(scalar.number());
      code.visitInsn(type.getOpcode(IALOAD));
      code.visitVarInsn(type.getOpcode(ISTORE), values[number]);
    }
  }

  /** Returns the local variable of an array; reads the array into it the first time. */
  private int array(int register) {
    Integer known = arrays.get(register);
    if (known != null) {
      return known;
    }
    code.visitVarInsn(ALOAD, REGISTERS);
    code.visitLdcInsn(register);
    code.visitInsn(Opcodes.AALOAD);
    code.visitTypeInsn(Opcodes.CHECKCAST, array.getInternalName());
    code.visitVarInsn(ASTORE, locals);
    arrays.put(register, locals);
    return locals++;
  }

  private void writeBody() {
    List<FusedRun.Step> steps = run.steps();
    for (int number = 0; number < steps.size(); number++) {
      if (steps.get(number) instanceof FusedRun.Element element) {
        code.visitVarInsn(ALOAD, array(element.register()));
        code.visitVarInsn(ILOAD, I);
        code.visitInsn(type.getOpcode(IALOAD));
        code.visitVarInsn(type.getOpcode(ISTORE), values[number]);
      }
    }
    for (int number = 0; number < steps.size(); number++) {
      FusedRun.Step step = steps.get(number);
      if (!(step instanceof FusedRun.Element) && !(step instanceof FusedRun.Scalar)) {
        writeOperation(step);
        code.visitVarInsn(type.getOpcode(ISTORE), values[number]);
      }
    }
    for (FusedRun.Store store : run.stores()) {
      code.visitVarInsn(ALOAD, array(store.register()));
      code.visitVarInsn(ILOAD, I);
      load(store.step());
      code.visitInsn(type.getOpcode(IASTORE));
    }
  }

  private void writeOperation(FusedRun.Step step) {
    if (step instanceof FusedRun.Unary unary) {
      write(unary.op(), unary.operand());
    } else if (step instanceof FusedRun.Binary binary) {
      load(binary.left());
      load(binary.right());
      write(binary.op());
    } else if (step instanceof FusedRun.Bernoulli draw) {
      // min(1, max(0, p - u) * big * big): p - u has a sign, because u is finite.
      push(1);
      push(0);
      load(draw.probability());
      load(draw.uniform());
      code.visitInsn(type.getOpcode(ISUB));
      call("max", 2);
      multiplyPastOne();
      call("min", 2);
    }
  }

  private void write(UnaryOp op, int operand) {
    switch (op) {
      case NEG -> {
        load(operand);
        code.visitInsn(type.getOpcode(INEG));
      }
      case ABS -> {
        load(operand);
        call("abs", 1);
      }
      case SQRT -> {
        load(operand);
        writeSqrt();
      }
      case SIGN -> {
        // max(-1, min(1, x * big * big)), which keeps NaN and zeros of both signs.
        push(-1);
        push(1);
        load(operand);
        multiplyPastOne();
        call("min", 2);
        call("max", 2);
      }
      default -> throw new IllegalArgumentException("fused run: it does not take " + op);
    }
  }

  private void write(BinaryOp op) {
    switch (op) {
      case ADD -> code.visitInsn(type.getOpcode(IADD));
      case SUB -> code.visitInsn(type.getOpcode(ISUB));
      case MUL -> code.visitInsn(type.getOpcode(IMUL));
      case DIV -> code.visitInsn(type.getOpcode(IDIV));
      case MIN -> call("min", 2);
      case MAX -> call("max", 2);
      default -> throw new IllegalArgumentException("fused run: it does not take " + op);
    }
  }

  /** The square root of a float that went through a double is the correctly rounded one. */
  private void writeSqrt() {
    if (single) {
      code.visitInsn(Opcodes.F2D);
    }
    code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "sqrt", "(D)D", false);
    if (single) {
      code.visitInsn(Opcodes.D2F);
    }
  }

  /** Multiplies twice by a number whose square brings every positive number above 1. */
  private void multiplyPastOne() {
    double factor = single ? 0x1p126 : 0x1p1022;
    for (int i = 0; i < 2; i++) {
      push(factor);
      code.visitInsn(type.getOpcode(IMUL));
    }
  }

  private void call(String function, int operands) {
    Type[] arguments = new Type[operands];
    java.util.Arrays.fill(arguments, type);
    String descriptor = Type.getMethodDescriptor(type, arguments);
    code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", function, descriptor, false);
  }

  private void push(double constant) {
    if (single) {
      code.visitLdcInsn((float) constant);
    } else {
      code.visitLdcInsn(constant);
    }
  }

  private void load(int step) {
    code.visitVarInsn(type.getOpcode(ILOAD), values[step]);
  }
}
