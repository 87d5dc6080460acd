package io.streamproof.verification.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The lines of a file, a payload each: the same for every seed. An id is the line's number. */
public record LinesWorkload(Path file) implements Workload {
  static final String TYPE = "io.streamproof.scenario.line";

  @Override
  public void forEach(long seed, Consumer<OutgoingEvent> receiver) throws IOException {
    String source = "/scenario/" + file.getFileName().toString().replaceAll("[^\\w.-]", "-");
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          receiver.accept(
              new OutgoingEvent(source, String.valueOf(number), TYPE, null, line.strip()));
        }
      }
    }
  }
}
