package io.streamproof.verification.tamper;

import java.nio.file.Path;
import java.util.Optional;

/** The Jaeger that tests are to run, which is built where Go is installed. */
final class JaegerProgram {
  static final String VARIABLE = "STREAMPROOF_JAEGER_PROGRAM";
  static final String MISSING = "no Jaeger: " + VARIABLE + " does not name its program";

  private JaegerProgram() {}

  static Optional<Path> find() {
    return Optional.ofNullable(System.getenv(VARIABLE)).filter(p -> !p.isBlank()).map(Path::of);
  }
}
