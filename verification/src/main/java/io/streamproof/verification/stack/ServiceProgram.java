package io.streamproof.verification.stack;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM runs to be a service or the broker: the jars of the same source tree as this program,
 * as Maven builds them.
 */
final class ServiceProgram {
  private static final String BENCH = "verification";

  private ServiceProgram() {}

  /**
   * The jar of a module such as {@code ingest-service} as one file, which loads custom operators.
   */
  static List<String> packed(String module) {
    return List.of("-jar", existing(target(module).resolve(module + ".jar")));
  }

  /** The same jar laid out in a folder, with the archive of its classes: up in half the time. */
  static List<String> exploded(String module) {
    Path folder = target(module).resolve("exploded");
    return List.of(
        archive(folder.resolve("classes.jsa")), "-jar", existing(folder.resolve(module + ".jar")));
  }

  /** A main class of this program's own jar, which has an archive of its classes, too. */
  static List<String> bench(Class<?> main) {
    List<String> program = new ArrayList<>();
    Path archive = target(BENCH).resolve("classes.jsa");
    // The build makes it by running the broker.
    if (Files.exists(archive)) {
      program.add(archive(archive));
    }
    program.addAll(List.of("-cp", existing(target(BENCH).resolve(BENCH + ".jar")), main.getName()));
    return program;
  }

  /** The folder where the build leaves what it prepares for the bench. */
  static Path prepared() {
    return target(BENCH).resolve("prepared");
  }

  private static String archive(Path file) {
    return "-XX:SharedArchiveFile=" + existing(file);
  }

  private static String existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StackException(file + " is missing: build it with mvn -DskipTests package");
    }
    return file.toString();
  }

  private static Path target(String module) {
    return home().resolve(module).resolve("target");
  }

  /** This program is {@code <home>/verification/target/}, as classes or as a jar. */
  private static Path home() {
    try {
      Path program =
          Path.of(ServiceProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return program.resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
