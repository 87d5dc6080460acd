package io.streamproof.verification.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The lines of a file, a payload each: the same for every seed. An id is the line's number. */
public record LinesWorkload(Path file) implements Workload {
  static final String TYPE = "io.streamproof.scenario.line";

  @Override
  @SuppressWarnings("StreamResourceLeak") // who asks for the events closes them
  public Stream<OutgoingEvent> events(long seed) throws IOException {
    String source = "/scenario/" + file.getFileName().toString().replaceAll("[^\\w.-]", "-");
    AtomicLong number = new AtomicLong();
    return Files.lines(file)
        .map(line -> event(source, number.incrementAndGet(), line.strip()))
        .filter(event -> !event.data().isEmpty());
  }

  private static OutgoingEvent event(String source, long number, String data) {
    return new OutgoingEvent(source, String.valueOf(number), TYPE, null, data);
  }
}
