package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The service as a process of its own: what it prints, and how it exits. */
record Program(int exitCode, String output) {
  /** Runs it to its end; settings are {@code name=value}. */
  static Program run(String... settings) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=does-not-exist.xml",
                "-cp",
                System.getProperty("java.class.path"),
                IngestService.class.getName(),
                "--server.port=0",
                "--management.server.port=0"));
    List.of(settings).forEach(setting -> command.add("--" + setting));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Program(process.waitFor(), output);
  }
}
