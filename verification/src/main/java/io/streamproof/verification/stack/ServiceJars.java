package io.streamproof.verification.stack;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the services' jars lie: in the same source tree as this program, as Maven builds them. */
final class ServiceJars {
  private ServiceJars() {}

  /** The jar of a module such as {@code ingest-service}. */
  static Path of(String module) {
    Path jar = home().resolve(module).resolve("target").resolve(module + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(jar + " is missing: build it with mvn -DskipTests package");
    }
    return jar;
  }

  /** This program is {@code <home>/verification/target/}, as classes or as a jar. */
  private static Path home() {
    try {
      Path program =
          Path.of(ServiceJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return program.resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
