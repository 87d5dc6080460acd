package io.streamproof.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Set;

/**
 * Wraps operands that are read from the payload, so that numbers beyond CEL's own types enter a
 * computation as the nearest double, while whatever is merely passed through stays exact: {@code
 * {"price": data.price, "double": data.price * 2.0}} keeps every digit of the first.
 */
final class NearestOperands {
  /** The wrapping function; its name cannot be written in an expression. */
  static final String FUNCTION = "@nearest";

  static final String OVERLOAD = "nearest_dyn";

  /** Functions that hand an operand on, or look into it, rather than compute with it. */
  private static final Set<String> TRANSPARENT =
      Set.of("_?_:_", "_[_]", "_&&_", "_||_", "@not_strictly_false", "@in", "dyn", "size");

  private static final Set<String> OF_TEXT = Set.of("key", "event");

  private long nextId;

  private NearestOperands(long nextId) {
    this.nextId = nextId;
  }

  static CelAbstractSyntaxTree rewrite(CelAbstractSyntaxTree parsed) {
    long firstFree = LargestId.of(parsed.getExpr()) + 1;
    CelExpr rewritten = new NearestOperands(firstFree).inside(parsed.getExpr());
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
    boolean transparent = TRANSPARENT.contains(call.function());
    CelCall.Builder built = call.toBuilder().clearArgs();
    call.args().forEach(a -> built.addArgs(transparent ? inside(a) : operand(a)));
    call.target().ifPresent(target -> built.setTarget(inside(target)));
    return built.build();
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
      built.setEntry(i, entry.toBuilder().setValue(inside(entry.value())).build());
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

  private CelExpr operand(CelExpr operand) {
    CelExpr rewritten = inside(operand);
    if (!readsPayload(operand)) {
      return rewritten;
    }
    return CelExpr.newBuilder()
        .setId(nextId++)
        .setCall(CelCall.newBuilder().setFunction(FUNCTION).addArgs(rewritten).build())
        .build();
  }

  /** Whether the operand is a path into the payload (or a loop's variable), or chooses among. */
  private static boolean readsPayload(CelExpr expression) {
    Kind kind = expression.getKind();
    if (kind == Kind.IDENT) {
      String name = expression.ident().name();
      return !OF_TEXT.contains(name) && !name.startsWith("@");
    }
    if (kind == Kind.SELECT) {
      return !expression.select().testOnly() && readsPayload(expression.select().operand());
    }
    if (kind != Kind.CALL) {
      return false;
    }
    CelCall call = expression.call();
    return switch (call.function()) {
      case "_[_]" -> readsPayload(call.args().get(0));
      case "_?_:_" -> readsPayload(call.args().get(1)) || readsPayload(call.args().get(2));
      default -> false;
    };
  }
}
