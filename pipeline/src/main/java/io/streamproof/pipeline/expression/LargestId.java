package io.streamproof.pipeline.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;

/** The largest id in an expression tree; ids above it are free. */
final class LargestId {
  private LargestId() {}

  static long of(CelExpr root) {
    return CelNavigableExpr.fromExpr(root)
        .allNodes()
        .mapToLong(node -> node.expr().id())
        .max()
        .orElse(0);
  }
}
