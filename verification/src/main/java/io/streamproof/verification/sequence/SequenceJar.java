package io.streamproof.verification.sequence;

import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.verification.stack.OperatorJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The operator as a jar that lies beside the services, as one of a user's own would. */
public final class SequenceJar {
  /** The same for the reference. */
  public static final CustomOperators OPERATORS =
      CustomOperators.of(Map.of("sequenceWindow", with -> new SequenceWindow()));

  private SequenceJar() {}

  /** Writes it. */
  public static void write(Path jar) throws IOException {
    OperatorJar.write(jar, SequenceOperators.class, SequenceWindow.class);
  }
}
