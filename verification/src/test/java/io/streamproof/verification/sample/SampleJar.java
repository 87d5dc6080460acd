package io.streamproof.verification.sample;

import io.streamproof.verification.stack.OperatorJar;
import java.io.IOException;
import java.nio.file.Path;

/** This package's operator as a jar. */
public final class SampleJar {
  private SampleJar() {}

  public static void write(Path jar) throws IOException {
    OperatorJar.write(jar, SampleOperators.class, EveryNth.class);
  }
}
