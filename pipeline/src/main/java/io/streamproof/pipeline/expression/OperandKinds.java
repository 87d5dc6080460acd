package io.streamproof.pipeline.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.List;
import java.util.Set;

/** Tells, from its form alone, whether an operand has one of CEL's own types for certain. */
final class OperandKinds {
  /** Functions that hand an operand on, or look into it, rather than compute with it. */
  private static final Set<String> HAND_ON =
      Set.of("_?_:_", "_[_]", "_&&_", "_||_", "!_", "@not_strictly_false", "dyn");

  /** Functions whose result is a number of the payload if an operand is one. */
  private static final Set<String> PASS_ON =
      Set.of("_?_:_", "_[_]", "dyn", "_+_", "_-_", "_*_", "_/_", "-_");

  private static final Set<String> OF_TEXT = Set.of("key", "event");

  private OperandKinds() {}

  static boolean handsOn(String function) {
    return HAND_ON.contains(function);
  }

  static boolean allCelsOwn(List<CelExpr> operands) {
    return operands.stream().allMatch(OperandKinds::isCelsOwn);
  }

  /** Whether it, and all that it holds, has CEL's own types. */
  static boolean isCelsOwn(CelExpr operand) {
    return switch (operand.getKind()) {
      case CONSTANT -> true;
      case LIST -> allCelsOwn(operand.list().elements());
      case MAP -> operand.map().entries().stream().allMatch(entry -> isCelsOwn(entry.value()));
      case COMPREHENSION -> false;
      default -> !mayBePayloadNumber(operand);
    };
  }

  /** Whether it may be a number as the payload has them, rather than a list or map of such. */
  static boolean mayBePayloadNumber(CelExpr operand) {
    Kind kind = operand.getKind();
    if (kind == Kind.IDENT) {
      return !OF_TEXT.contains(operand.ident().name());
    }
    if (kind == Kind.SELECT) {
      return !operand.select().testOnly() && !isEvents(operand.select().operand());
    }
    return kind == Kind.CALL && mayBePayloadNumber(operand.call());
  }

  private static boolean mayBePayloadNumber(CelCall call) {
    if (!PASS_ON.contains(call.function())) {
      return false;
    }
    return call.function().equals("_[_]") || !allCelsOwn(call.args());
  }

  private static boolean isEvents(CelExpr selected) {
    return selected.getKind() == Kind.IDENT && selected.ident().name().equals("event");
  }
}
