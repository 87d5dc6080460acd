package io.streamproof.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites what an expression does with numbers of the payload, which CEL knows as an integer
 * <i>or</i> a double, as they happen to be written, and does not know at all beyond 64 bits. What
 * is compared is compared exactly, an integer may meet a decimal, {@code string()} keeps every
 * digit; any other function takes the nearest double. What is merely passed on is left alone and so
 * stays exact, and so is a comparison of what has CEL's own types on both sides.
 */
final class PayloadOperands {
  /** CEL's operators and functions, and which of {@link Functions} stands in for each. */
  private static final Map<String, String> INSTEAD = Functions.instead();

  /** How the operands of a function are converted, where not as the nearest double. */
  private static final Map<String, String> CONVERTED =
      Map.of("string", Functions.TEXT, "int", Functions.WHOLE, "uint", Functions.WHOLE);

  private static final Set<String> ALWAYS_OURS =
      Set.of("_+_", "_-_", "_*_", "_/_", Functions.MATCHES);

  private long nextId;

  private PayloadOperands(long nextId) {
    this.nextId = nextId;
  }

  static CelAbstractSyntaxTree rewrite(CelAbstractSyntaxTree parsed) {
    long firstFree = LargestId.of(parsed.getExpr()) + 1;
    CelExpr rewritten = new PayloadOperands(firstFree).inside(parsed.getExpr());
    return CelAbstractSyntaxTree.newParsedAst(rewritten, parsed.getSource());
  }

  private CelExpr inside(CelExpr expression) {
    return switch (expression.getKind()) {
      case SELECT ->
          expression.toBuilder()
              .setSelect(
                  expression.select().toBuilder()
                      .setOperand(inside(expression.select().operand()))
                      .build())
              .build();
      case CALL -> expression.toBuilder().setCall(call(expression.call())).build();
      case LIST -> expression.toBuilder().setList(list(expression.list())).build();
      case MAP -> expression.toBuilder().setMap(map(expression.map())).build();
      case COMPREHENSION ->
          expression.toBuilder().setComprehension(loop(expression.comprehension())).build();
      default -> expression;
    };
  }

  private CelCall call(CelCall call) {
    CelCall.Builder built = call.toBuilder().clearArgs();
    if (call.function().equals(Functions.MATCHES)) {
      built.clearTarget();
      call.target().ifPresent(target -> built.addArgs(inside(target)));
    } else {
      call.target().ifPresent(target -> built.setTarget(converted(target, Functions.NEAREST)));
    }
    String instead = INSTEAD.get(call.function());
    if (isLoopsOwn(call)) {
      call.args().forEach(operand -> built.addArgs(gathered(operand)));
    } else if (OperandKinds.handsOn(call.function())) {
      call.args().forEach(operand -> built.addArgs(inside(operand)));
    } else if (instead != null && (isAlwaysOurs(call) || !OperandKinds.allCelsOwn(call.args()))) {
      built.setFunction(instead);
      call.args().forEach(operand -> built.addArgs(inside(operand)));
    } else {
      String conversion = CONVERTED.getOrDefault(call.function(), Functions.NEAREST);
      call.args().forEach(operand -> built.addArgs(converted(operand, conversion)));
    }
    return built.build();
  }

  /** Arithmetic, whose result may be an integer or a decimal; and what has to be bounded. */
  private static boolean isAlwaysOurs(CelCall call) {
    return ALWAYS_OURS.contains(call.function());
  }

  /** Whether it is a macro's step over its own result, which CEL builds in place. */
  private static boolean isLoopsOwn(CelCall call) {
    List<CelExpr> operands = call.args();
    return !operands.isEmpty()
        && operands.get(0).getKind() == Kind.IDENT
        && operands.get(0).ident().name().startsWith("@");
  }

  /** What a loop adds to its result is one list of one element. */
  private CelExpr gathered(CelExpr operand) {
    if (operand.getKind() != Kind.LIST) {
      return inside(operand);
    }
    CelList.Builder built = operand.list().toBuilder();
    for (int i = 0; i < operand.list().elements().size(); i++) {
      CelExpr element = inside(operand.list().elements().get(i));
      built.setElement(i, call(Functions.GATHERED, element));
    }
    return operand.toBuilder().setList(built.build()).build();
  }

  private CelExpr call(String function, CelExpr operand) {
    return CelExpr.newBuilder()
        .setId(nextId++)
        .setCall(CelCall.newBuilder().setFunction(function).addArgs(operand).build())
        .build();
  }

  private CelList list(CelList list) {
    CelList.Builder built = list.toBuilder();
    for (int i = 0; i < list.elements().size(); i++) {
      built.setElement(i, inside(list.elements().get(i)));
    }
    return built.build();
  }

  private CelMap map(CelMap map) {
    CelMap.Builder built = map.toBuilder();
    for (int i = 0; i < map.entries().size(); i++) {
      CelMap.Entry entry = map.entries().get(i);
      CelMap.Entry.Builder inner = entry.toBuilder().setKey(inside(entry.key()));
      built.setEntry(i, inner.setValue(inside(entry.value())).build());
    }
    return built.build();
  }

  private CelComprehension loop(CelComprehension loop) {
    return loop.toBuilder()
        .setIterRange(inside(loop.iterRange()))
        .setAccuInit(inside(loop.accuInit()))
        .setLoopCondition(inside(loop.loopCondition()))
        .setLoopStep(inside(loop.loopStep()))
        .setResult(inside(loop.result()))
        .build();
  }

  private CelExpr converted(CelExpr operand, String conversion) {
    CelExpr rewritten = inside(operand);
    boolean toText = conversion.equals(Functions.TEXT) && operand.getKind() != Kind.CONSTANT;
    if (!toText && !OperandKinds.mayBePayloadNumber(operand)) {
      return rewritten;
    }
    return call(conversion, rewritten);
  }
}
