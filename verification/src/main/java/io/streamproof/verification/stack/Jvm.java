package io.streamproof.verification.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the stack's JVMs are started: many on one small machine, each for minutes. So with the
 * collector that needs the fewest threads, and without the compiler that pays off only in a long
 * life; RATIONALE.md says more. Nothing is left in the system's temporary folder.
 */
final class Jvm {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private Jvm() {}

  static List<String> command(Path temporary, String maximumHeap, List<String> program) {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx" + maximumHeap,
            "-Djava.io.tmpdir=" + temporary));
    command.addAll(program);
    return command;
  }
}
