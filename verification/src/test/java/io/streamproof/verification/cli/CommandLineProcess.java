package io.streamproof.verification.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./streamproof} as its user runs it: a process of its own, started from another folder,
 * with a temporary folder of its own in which nothing may be left behind.
 */
final class CommandLineProcess {
  /** More than the program itself waits for one of its processes, so that it says which. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final Process process;
  private final Path temporary;
  private final Path out;
  private final Path err;

  CommandLineProcess(Path folder, String... arguments) throws IOException {
    this(folder, Map.of(), arguments);
  }

  /** With further environment variables, which all that it starts inherits. */
  CommandLineProcess(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    temporary = Files.createDirectories(folder.resolve("temporary files"));
    out = folder.resolve("out");
    err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(HOME.resolve("streamproof").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("TMPDIR", temporary.toString());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  static Path example(String file) {
    return HOME.resolve("examples").resolve("flights").resolve(file);
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("streamproof does not end; it has said: " + said());
    }
    return process.exitValue();
  }

  /** Waits until its output, on either stream, contains a text. */
  void awaitSaid(String text) {
    await()
        .atMost(LIMIT)
        .failFast("it has ended", () -> !process.isAlive())
        .until(() -> said().contains(text));
  }

  /** Waits until a process of its stack runs, given by a part of its command line. */
  void awaitProcess(String part) {
    await()
        .atMost(LIMIT)
        .failFast("it has ended", () -> !process.isAlive())
        .until(
            () ->
                processes().anyMatch(each -> each.info().commandLine().orElse("").contains(part)));
  }

  String said() {
    return read(out) + read(err);
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Sends a signal, by its name as {@code kill} takes it, to the program alone. */
  void signal(String name) throws IOException, InterruptedException {
    signal(name, process.pid());
  }

  /** Kills a process of its stack by SIGKILL. */
  void killPart(String name) throws IOException, InterruptedException {
    signal("KILL", pidOf(name));
  }

  /** Of everything that it has started: what is still there. */
  Stream<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(each -> each.info().commandLine().orElse("").contains(temporary.toString()));
  }

  /** Waits until nothing is left of it, neither a process nor a file. */
  void awaitNothingLeft() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              List<String> left =
                  Stream.concat(
                          processes().map(each -> each.info().commandLine().orElse("")), files())
                      .toList();
              if (!left.isEmpty()) {
                throw new AssertionError("left behind: " + left);
              }
            });
  }

  private Stream<String> files() {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.map(Path::toString).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long pidOf(String name) throws IOException {
    try (Stream<Path> folders = Files.list(temporary)) {
      Path folder = folders.findFirst().orElseThrow();
      String record = Files.readString(folder.resolve("processes").resolve(name));
      return Long.parseLong(record.substring(0, record.indexOf(' ')));
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
