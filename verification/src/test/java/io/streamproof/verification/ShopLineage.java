package io.streamproof.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.TopicReader;
import io.streamproof.verification.workload.Orders;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;

/** Lineage of the shop, asked over HTTP, against what the generator alone says. */
record ShopLineage(Stack stack, Orders orders) {
  private static final int PER_TOPIC = 5;
  private static final int EVENTS = 20;

  /** A few records of every topic lead back, each step right, to an event that the client gave. */
  void leadsBackFromEveryTopic() {
    SplittableRandom random = new SplittableRandom(orders.seed());
    Set<String> topics = new TreeSet<>();
    for (StageSpecification stage : stack.pipeline().stages()) {
      topics.add(stack.pipeline().outputTopic(stage));
    }
    topics.add("shop.items-dlt");
    for (String topic : topics) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      new TopicReader(stack.brokers()).read(topic, records::add);
      for (int i = 0; i < PER_TOPIC; i++) {
        leadsBack(records.get(random.nextInt(records.size())));
      }
    }
  }

  /** The windows into which lines fall: none of their results is lost, and none is wrong. */
  void leadsForwardToTheResultsOfWindows() {
    for (int offset = 100; offset < 100 + PER_TOPIC; offset++) {
      JsonNode line =
          stack.audit("/v1/lineage/shop.priced/0/%s?direction=forward".formatted(offset));
      if (!line.has("record")) {
        continue; // A transaction's marker stands there.
      }
      JsonNode hourly = hop(line, "hourly");
      assertThat(hourly.path("outcome").asString())
          .as(hourly.toString())
          .isIn("emitted", "dead_lettered");
      hourly
          .path("emissions")
          .forEach(
              result ->
                  assertThat(result.path("matches").asString())
                      .as(result.toString())
                      .isEqualTo("true"));
    }
  }

  private void leadsBack(ConsumerRecord<byte[], byte[]> record) {
    JsonNode step =
        stack.audit(
            "/v1/lineage/%s/%s/%s?direction=back"
                .formatted(record.topic(), record.partition(), record.offset()));
    String text = step.toString();
    JsonNode lines = step.path("record").path("value").path("lines");
    if (!lines.isMissingNode() && step.path("contributors").path("complete").asBoolean()) {
      assertThat(step.path("contributors").path("count").asLong())
          .as(text)
          .isEqualTo(lines.asLong());
    }
    while (step.has("cause")) {
      assertThat(step.path("matches").asString()).as(text).isEqualTo("true");
      step = step.path("cause");
    }
    assertThat(step.path("at").path("topic").asString()).as(text).isEqualTo("shop.source");
    assertThat(step.path("matches").asString()).as(text).isEqualTo("true");
  }

  /** Events, found by their ids, lead to as many lines, of the same articles, as they had items. */
  void leadsForwardToWhatTheGeneratorSays(long events) {
    SplittableRandom random = new SplittableRandom(orders.seed());
    for (int i = 0; i < EVENTS; i++) {
      long position = random.nextLong(events);
      Orders.Event event = orders.at(position);
      JsonNode found = message(position);
      assertThat(found.path("record").path("value").path("account").asString())
          .isEqualTo(event.account());
      JsonNode typed =
          hop(onlyEmission(hop(found, "once")), event.profile() ? "profiles" : "orders");
      JsonNode completed = hop(onlyEmission(typed), "completed");
      if (event.profile()) {
        assertThat(completed.path("outcome").asString()).isEqualTo("kept");
        continue;
      }
      JsonNode items = hop(onlyEmission(completed), "items");
      if (event.items() == null) {
        assertThat(items.path("outcome").asString()).isEqualTo("dead_lettered");
        continue;
      }
      assertThat(articles(items))
          .containsExactlyElementsOf(event.items().stream().map(Orders.Item::article).toList());
    }
  }

  /** The event at a position: ingest names the lines of an upload by their numbers. */
  private JsonNode message(long position) {
    JsonNode messages =
        stack
            .audit(
                "/v1/pipelines/shop/messages?source=orders&id="
                    + URLEncoder.encode("orders#" + (position + 1), UTF_8))
            .path("messages");
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  private static List<String> articles(JsonNode items) {
    return StreamSupport.stream(items.path("emissions").spliterator(), false)
        .peek(e -> assertThat(e.path("matches").asString()).as(e.toString()).isEqualTo("true"))
        .map(e -> e.path("record").path("value").path("article").asString())
        .toList();
  }

  private static JsonNode hop(JsonNode step, String stage) {
    for (JsonNode hop : step.path("hops")) {
      if (hop.path("stage").asString().equals(stage)) {
        return hop;
      }
    }
    throw new AssertionError("no hop " + stage + " in " + step);
  }

  private static JsonNode onlyEmission(JsonNode hop) {
    assertThat(hop.path("outcome").asString()).as(hop.toString()).isEqualTo("emitted");
    assertThat(hop.path("emissions")).as(hop.toString()).hasSize(1);
    assertThat(hop.path("emissions").get(0).path("matches").asString()).isEqualTo("true");
    return hop.path("emissions").get(0);
  }
}
