package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.verification.proxy.Direction;
import io.streamproof.verification.proxy.Disturbance;
import io.streamproof.verification.proxy.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker is restarted when it has written an event and ingest has not heard of it yet, so that
 * ingest sends it again. Brokers know such an event again unless its time is a day old: that of the
 * newest record is taken for when its producer was last there. The audit knows it then.
 */
class RetriedEventST {
  private static final Path FLIGHTS = Path.of("../examples/flights/pipeline.yml");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void isWrittenOnceUnlessItIsADayOldAndFoundIfTwice() throws Exception {
    StackOptions options =
        StackOptions.of(FLIGHTS)
            .withStagesTogether()
            .withProxies(Set.of("ingest"))
            .with("SPRING_KAFKA_PRODUCER_PROPERTIES_REQUEST_TIMEOUT_MS", "2000");
    try (Stack stack = Stack.start(options)) {
      assertThat(copiesOfRetried(stack, Instant.now(), "/today")).isEqualTo(1);
      assertThat(copiesOfRetried(stack, Instant.parse("2001-01-01T00:00:00Z"), "/old"))
          .isEqualTo(2);
      await()
          .atMost(LIMIT)
          .until(() -> stack.report().filter(report -> report.findings() > 0).isPresent());
      assertThat(stack.findings(10))
          .singleElement()
          .satisfies(finding -> assertThat(finding.kind()).isEqualTo("DUPLICATED_AT_SOURCE"));
    }
  }

  private long copiesOfRetried(Stack stack, Instant time, String source) throws Exception {
    TopicReader topics = new TopicReader(stack.brokers());
    // After the last time's outage it may have to find its brokers again first.
    stack.awaitReady("ingest");
    stack.upload(flight(time), source + "/before").receipt().get();
    long before = topics.count("flights.source");
    TcpProxy proxy = stack.proxies("ingest", Peer.BROKER).get(0);
    proxy.disturb(new Disturbance.Cut(Direction.TO_CLIENT));
    Upload retried = stack.upload(flight(time), source);
    await().atMost(LIMIT).until(() -> topics.count("flights.source") == before + 1);
    stack.process("broker").stop(LIMIT);
    stack.process("broker").start();
    stack.awaitReady("broker");
    proxy.heal();
    assertThat(retried.receipt().get().accepted()).isEqualTo(1);
    return topics.count("flights.source") - before;
  }

  private Path flight(Instant time) throws Exception {
    return Files.writeString(
        folder.resolve("flight.ndjson"),
        "{\"time\":\"%s\",\"delay\":20,\"origin\":\"A\",\"destination\":\"B\"}".formatted(time));
  }
}
