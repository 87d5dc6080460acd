package io.streamproof.verification.jaeger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Objects;

/** The program of a real Jaeger, where this machine has one. */
public final class JaegerProgram {
  private static final String VARIABLE = "STREAMPROOF_JAEGER_PROGRAM";

  private JaegerProgram() {}

  /** Its path; without one the calling test is skipped, with the reason. */
  public static Path orSkip() {
    String program = System.getenv(VARIABLE);
    assumeTrue(
        program != null,
        VARIABLE + " names no Jaeger; .ci/jaeger/build builds one where Go is installed");
    return Path.of(Objects.requireNonNull(program));
  }
}
