package io.streamproof.security.document;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names the schema of a nested type with that around it, for several types have a part called
 * Stage; and without what only says what a type is for in the code.
 */
final class EnclosedNames extends TypeNameResolver {
  private static final Pattern ROLE = Pattern.compile("(?<=.)(Controller|Answers|View)$");

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    Class<?> around = type.getEnclosingClass();
    String own = ROLE.matcher(super.nameForClass(type, options)).replaceFirst("");
    return around == null ? own : nameForClass(around, options) + own;
  }
}
