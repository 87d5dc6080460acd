package io.streamproof.pipeline.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions that {@link PayloadOperands} puts into expressions. Their names begin with a sign
 * that cannot be written in one.
 */
final class Functions {
  static final String MATCHES = "matches";
  static final String NEAREST = "@nearest";
  static final String TEXT = "@text";
  static final String WHOLE = "@whole";
  static final String GATHERED = "@gathered";

  private static final List<Unary> UNARY =
      List.of(
          new Unary(NEAREST, value -> Numbers.nearest(Cost.read(value))),
          new Unary(TEXT, value -> Numbers.text(Cost.read(value))),
          new Unary(WHOLE, value -> Numbers.whole(Cost.read(value))),
          new Unary(GATHERED, Cost::gathered));

  private static final List<Binary> BINARY =
      List.of(
          new Binary("_==_", "@equal", SimpleType.BOOL, Equality::same),
          new Binary("_!=_", "@unequal", SimpleType.BOOL, (a, b) -> !Equality.same(a, b)),
          new Binary("@in", "@among", SimpleType.BOOL, Equality::among),
          new Binary(MATCHES, "@matches", SimpleType.BOOL, Matching::matches),
          new Binary("_<_", "@less", SimpleType.BOOL, new Comparison("<", r -> r < 0)),
          new Binary("_<=_", "@most", SimpleType.BOOL, new Comparison("<=", r -> r <= 0)),
          new Binary("_>_", "@more", SimpleType.BOOL, new Comparison(">", r -> r > 0)),
          new Binary("_>=_", "@least", SimpleType.BOOL, new Comparison(">=", r -> r >= 0)),
          new Binary("_+_", "@plus", SimpleType.DYN, Arithmetic.PLUS),
          new Binary("_-_", "@minus", SimpleType.DYN, Arithmetic.MINUS),
          new Binary("_*_", "@times", SimpleType.DYN, Arithmetic.TIMES),
          new Binary("_/_", "@through", SimpleType.DYN, Arithmetic.THROUGH));

  private Functions() {}

  private record Unary(String name, CelFunctionOverload.Unary<Object> function) {}

  private record Binary(
      String instead,
      String name,
      CelType result,
      CelFunctionOverload.Binary<Object, Object> function) {}

  /** CEL's own operators, each with the function that stands in for it. */
  static Map<String, String> instead() {
    Map<String, String> instead = new LinkedHashMap<>();
    BINARY.forEach(function -> instead.put(function.instead(), function.name()));
    return Map.copyOf(instead);
  }

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> all = new ArrayList<>();
    for (Unary function : UNARY) {
      all.add(
          CelFunctionDecl.newFunctionDeclaration(
              function.name(),
              CelOverloadDecl.newGlobalOverload(
                  overload(function.name()), SimpleType.DYN, SimpleType.DYN)));
    }
    for (Binary function : BINARY) {
      all.add(
          CelFunctionDecl.newFunctionDeclaration(
              function.name(),
              CelOverloadDecl.newGlobalOverload(
                  overload(function.name()), function.result(), SimpleType.DYN, SimpleType.DYN)));
    }
    return all;
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> all = new ArrayList<>();
    for (Unary function : UNARY) {
      all.add(
          CelFunctionBinding.from(overload(function.name()), Object.class, function.function()));
    }
    for (Binary function : BINARY) {
      all.add(
          CelFunctionBinding.from(
              overload(function.name()), Object.class, Object.class, function.function()));
    }
    return all;
  }

  private static String overload(String name) {
    return name.substring(1) + "_dyn";
  }
}
