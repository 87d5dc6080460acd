package io.streamproof.verification.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.record.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTests {
  private static final Orders ORDERS = new Orders(42);

  @Test
  void givesTheSameEventAtAPositionInWhateverOrderItIsAsked() {
    List<String> forward = LongStream.range(0, 1_000).mapToObj(ORDERS::json).toList();

    for (int position = 999; position >= 0; position--) {
      assertThat(new Orders(42).json(position)).isEqualTo(forward.get(position));
    }
  }

  @Test
  void givesOtherEventsForAnotherSeed() {
    assertThat(new Orders(43).json(0)).isNotEqualTo(ORDERS.json(0));
  }

  @Test
  void writesWhatItPromises() {
    for (long position = 0; position < 10_000; position++) {
      Orders.Event event = ORDERS.at(position);
      Object read = JsonCodec.read(ORDERS.json(position).getBytes(UTF_8));

      assertThat(read).isInstanceOf(Map.class);
      Map<?, ?> json = (Map<?, ?>) read;
      assertThat(json.get("account")).isEqualTo(event.account());
      assertThat(json.get("reference")).isEqualTo(event.reference());
      assertThat(json.get("kind")).isEqualTo(event.profile() ? "profile" : "order");
      assertThat(json.containsKey("items")).isEqualTo(event.items() != null);
    }
  }

  @Test
  void bringsEveryKindOfTrouble() {
    List<Orders.Event> events = LongStream.range(0, 10_000).mapToObj(ORDERS::at).toList();

    assertThat(events).anyMatch(Orders.Event::profile);
    assertThat(events).anyMatch(event -> !event.profile() && event.items() == null);
    assertThat(events).anyMatch(event -> event.items() != null && event.items().isEmpty());
    assertThat(events).anyMatch(event -> event.account().startsWith("κ"));
    assertThat(LongStream.range(1, 10_000))
        .anyMatch(i -> ORDERS.at(i).time().isBefore(ORDERS.at(i - 1).time()));
  }

  @Test
  void writesARangeOfPositionsALineEach(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("orders.ndjson");

    ORDERS.write(file, 5, 8);

    assertThat(Files.readAllLines(file))
        .containsExactly(ORDERS.json(5), ORDERS.json(6), ORDERS.json(7));
  }
}
