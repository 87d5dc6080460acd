package io.streamproof.pipeline.expression;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;

/** What the place of an expression needs it to give. A dynamic type is checked when it runs. */
public enum ResultType {
  ANY("a value", CelKind.values()),
  BOOLEAN("true or false", CelKind.BOOL),
  LIST("a list", CelKind.LIST),
  KEY(
      "a string, number or boolean",
      CelKind.STRING,
      CelKind.INT,
      CelKind.UINT,
      CelKind.DOUBLE,
      CelKind.BOOL),
  NUMBER("a number", CelKind.INT, CelKind.UINT, CelKind.DOUBLE),
  ORDERED(
      "a number, a string or a timestamp",
      CelKind.INT,
      CelKind.UINT,
      CelKind.DOUBLE,
      CelKind.STRING,
      CelKind.TIMESTAMP),
  TIME(
      "an RFC 3339 string, epoch milliseconds or a timestamp",
      CelKind.STRING,
      CelKind.INT,
      CelKind.DOUBLE,
      CelKind.TIMESTAMP);

  private final String description;
  private final ImmutableSet<CelKind> kinds;

  ResultType(String description, CelKind... kinds) {
    this.description = description;
    this.kinds = ImmutableSet.copyOf(kinds);
  }

  boolean accepts(CelType type) {
    return type.kind() == CelKind.DYN || type.kind() == CelKind.ANY || kinds.contains(type.kind());
  }

  String description() {
    return description;
  }
}
