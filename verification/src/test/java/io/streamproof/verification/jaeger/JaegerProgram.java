package io.streamproof.verification.jaeger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;

/** The program of a real Jaeger, where this machine has one. */
public final class JaegerProgram {
  private static final String VARIABLE = "STREAMPROOF_JAEGER_PROGRAM";

  private JaegerProgram() {}

  /** Its path; empty: there is none. */
  public static Optional<Path> find() {
    return Optional.ofNullable(System.getenv(VARIABLE)).filter(p -> !p.isBlank()).map(Path::of);
  }

  /** Its path; without one the calling test is skipped, with the reason. */
  public static Path orSkip() {
    Optional<Path> program = find();
    assumeTrue(
        program.isPresent(),
        VARIABLE + " names no Jaeger; .ci/jaeger/build builds one where Go is installed");
    return program.orElseThrow();
  }
}
