package io.streamproof.verification.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamproof.pipeline.OwnThread;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.verification.stack.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that takes events as ingest does: of a batch all or nothing. */
class FeedTests {
  private final List<Object> taken = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger unavailable = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/pipelines/p/events", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    List<?> events = (List<?>) JsonCodec.read(exchange.getRequestBody().readAllBytes());
    int status = 202;
    if (unavailable.getAndDecrement() > 0) {
      status = 503;
    } else if (!events.stream().allMatch(event -> ((Map<?, ?>) event).containsKey("type"))) {
      status = 400;
    } else {
      events.forEach(event -> taken.add(((Map<?, ?>) event).get("id")));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private Feed feed(Duration patience) {
    URI ingest = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Feed(ingest, "p", patience);
  }

  @Test
  void sendsAllButWhatIsRefusedAndKeepsTheOrder() throws IOException {
    Readings readings = new Readings(1_300, 10, 0, 0, 0, 0.05, null);
    List<String> valid =
        readings.events(1).filter(event -> event.type() != null).map(OutgoingEvent::id).toList();

    Feed feed = feed(Duration.ofSeconds(10));
    feed.send(readings, 1);

    assertThat(taken).isEqualTo(valid);
    assertThat(feed.accepted()).isEqualTo(valid.size()).isLessThan(1_300);
    assertThat(feed.refused()).isEqualTo(1_300 - valid.size()).isEqualTo(feed.untyped());
  }

  @Test
  void sendsAgainWhatCouldNotBeTaken() throws IOException {
    unavailable.set(2);

    Feed feed = feed(Duration.ofSeconds(10));
    feed.send(new Readings(10, 10, 0, 0, 0, 0, null), 1);

    assertThat(taken).hasSize(10);
  }

  @Test
  void sendsUntilItIsEnoughAndTheSameAgainAsABeginning() throws IOException {
    NaturalsWorkload endless = new NaturalsWorkload(Workload.ENDLESS, 7, 20_000);
    Feed first = feed(Duration.ofSeconds(10));
    first.send(endless, 1, () -> first.sent() >= 4_000);
    List<Object> takenFirst = List.copyOf(taken);
    taken.clear();

    feed(Duration.ofSeconds(10)).send(endless.first(first.sent()), 1);

    assertThat(first.sent()).isEqualTo(takenFirst.size()).isBetween(4_000L, 4_500L);
    assertThat(taken).isEqualTo(takenFirst);
  }

  @Test
  void givesUpWhenNothingIsTakenForTooLong() {
    unavailable.set(Integer.MAX_VALUE);

    assertThatThrownBy(
            () -> feed(Duration.ofMillis(1)).send(new Readings(10, 10, 0, 0, 0, 0, null), 1))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("503");
  }

  @Test
  void sendsNothingMoreOnceItIsClosed() throws Exception {
    Feed feed = feed(Duration.ofMinutes(5));
    CompletableFuture<Void> sending = sending(feed);
    await().until(() -> feed.sent() > 0);
    feed.close();
    sending.get(10, TimeUnit.SECONDS);
    assertThat(feed.sent()).isEqualTo(taken.size());

    unavailable.set(Integer.MAX_VALUE);
    Feed refused = feed(Duration.ofMinutes(5));
    CompletableFuture<Void> trying = sending(refused);
    await().until(() -> unavailable.get() < Integer.MAX_VALUE);
    refused.close();
    assertThat(trying).failsWithin(Duration.ofSeconds(10));
  }

  private static CompletableFuture<Void> sending(Feed feed) {
    return OwnThread.run(() -> feed.send(new NaturalsWorkload(Workload.ENDLESS, 7, 1_000), 1));
  }

  @Test
  void keepsToItsRate() throws IOException {
    long begin = System.nanoTime();
    feed(Duration.ofSeconds(10)).send(new Readings(30, 10, 0, 0, 0, 0, 100), 1);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(180));
  }
}
