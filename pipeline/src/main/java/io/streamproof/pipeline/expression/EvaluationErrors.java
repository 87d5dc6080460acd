package io.streamproof.pipeline.expression;

import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells in plain words why an expression failed on an event. */
final class EvaluationErrors {
  private static final int LONGEST = 500;

  /** CEL writes the position in the digits of the machine's locale. */
  private static final Pattern PREFIX =
      Pattern.compile("evaluation error( at <input>:\\p{Nd}+)?: ");

  private static final Pattern OVERLOAD =
      Pattern.compile("No matching overload for function '([^']*)'.*", Pattern.DOTALL);

  private static final Pattern ARGUMENTS =
      Pattern.compile("Function '([^']*)' failed with arg.*", Pattern.DOTALL);

  private EvaluationErrors() {}

  static String explain(CelEvaluationException e) {
    String message = ownWords(e.getCause());
    message = message == null ? String.valueOf(e.getMessage()) : message;
    String plain = PREFIX.matcher(message).replaceFirst("");
    String told =
        ARGUMENTS
            .matcher(
                OVERLOAD.matcher(plain).replaceFirst("$1 does not take operands of these types"))
            .replaceFirst("$1 fails here");
    return told.length() <= LONGEST ? told : told.substring(0, LONGEST) + "…";
  }

  /** CEL may have put a failure of its own around ours. */
  private static @Nullable String ownWords(@Nullable Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalOperandException
          || cause instanceof ArithmeticException
          || cause instanceof Cost.ExceededException) {
        return cause.getMessage();
      }
    }
    return null;
  }
}
