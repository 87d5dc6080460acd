package io.streamproof.pipeline.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells the type checker that integers and doubles may meet in arithmetic; it is {@link Arithmetic}
 * that computes.
 */
final class MixedArithmetic {
  private MixedArithmetic() {}

  static List<CelFunctionDecl> declarations() {
    return Stream.of("_+_", "_-_", "_*_", "_/_").map(MixedArithmetic::mixed).toList();
  }

  private static CelFunctionDecl mixed(String operator) {
    return CelFunctionDecl.newFunctionDeclaration(
        operator,
        overload(operator + "int_double", SimpleType.INT, SimpleType.DOUBLE),
        overload(operator + "double_int", SimpleType.DOUBLE, SimpleType.INT));
  }

  private static CelOverloadDecl overload(String id, CelType left, CelType right) {
    return CelOverloadDecl.newGlobalOverload(id, SimpleType.DOUBLE, left, right);
  }
}
