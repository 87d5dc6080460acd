package io.streamproof.verification.jaeger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;

/** The program of a real Jaeger, where this machine has one. */
public final class JaegerProgram {
  /** The environment variable that names it. */
  public static final String VARIABLE = "STREAMPROOF_JAEGER_PROGRAM";

  /** Why a test is skipped that needs it. */
  public static final String MISSING =
      VARIABLE + " names no Jaeger; .ci/jaeger/build builds one where Go is installed";

  private JaegerProgram() {}

  /** Its path; empty: there is none. */
  public static Optional<Path> find() {
    return Optional.ofNullable(System.getenv(VARIABLE)).filter(p -> !p.isBlank()).map(Path::of);
  }

  /** Its path; without one the calling test is skipped, with the reason. */
  public static Path orSkip() {
    Optional<Path> program = find();
    assumeTrue(program.isPresent(), MISSING);
    return program.orElseThrow();
  }
}
