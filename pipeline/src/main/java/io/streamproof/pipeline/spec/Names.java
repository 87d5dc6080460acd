package io.streamproof.pipeline.spec;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of pipelines, stages and topics. Bounded so that every topic and group that is named after
 * them stays below the 249 characters that Kafka allows.
 */
final class Names {
  static final int LONGEST = 100;
  static final String PIPELINE_NEEDED =
      "1 to " + LONGEST + " of the characters a to z, 0 to 9 and -";
  static final String NEEDED =
      PIPELINE_NEEDED + ", not ending with -dlt, and neither \"source\" nor \"claims\"";
  static final String DEAD_LETTERS = "-dlt";
  static final String CLAIMS = "claims";
  private static final Pattern WRITTEN = Pattern.compile("[a-z0-9-]{1," + LONGEST + "}");

  private Names() {}

  static @Nullable String pipeline(String text) {
    return WRITTEN.matcher(text).matches() ? text : null;
  }

  /** A name that names a topic: reserved ones are none. */
  static @Nullable String stage(String text) {
    boolean reserved =
        text.equals(PipelineSpecification.SOURCE)
            || text.equals(CLAIMS)
            || text.endsWith(DEAD_LETTERS);
    return reserved ? null : pipeline(text);
  }

  /** A name whose topic can be read. */
  static @Nullable String readable(String text) {
    return text.equals(PipelineSpecification.SOURCE) ? text : stage(text);
  }
}
