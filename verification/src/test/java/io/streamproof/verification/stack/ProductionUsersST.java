package io.streamproof.verification.stack;

import static io.streamproof.verification.stack.Keys.Door.DATABASE;
import static io.streamproof.verification.stack.Keys.Door.HTTP;
import static io.streamproof.verification.stack.Keys.Door.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What production's users may do on the brokers is enough to prove a pipeline, with the settings
 * that production gives its services, and no more than that.
 */
class ProductionUsersST {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int FLIGHTS = 2_000;
  private static final Path EXAMPLE = Path.of("../examples/flights/flights.ndjson");

  @TempDir private Path folder;

  @Test
  void proveAPipelineAndMayDoNothingElse() throws Exception {
    String secret = Keys.secret();
    try (Issuer issuer = Issuer.start(Keys.USER, secret)) {
      Certificates certificates = Certificates.create(Files.createDirectory(folder.resolve("tls")));
      Keys keys = new Keys(certificates, issuer, secret, secret, secret, secret);
      try (Stack stack = Stack.start(options(keys))) {
        assertThat(stack.upload(flights(), "/flights").receipt().get().accepted())
            .isEqualTo(FLIGHTS);
        await().atMost(LIMIT).until(() -> isProven(stack));

        String late = "operator-late";
        String door = stack.brokers(late);
        assertThatThrownBy(() -> write("flights.route", ProductionUsers.of(late), door, keys))
            .hasCauseInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  private static StackOptions options(Keys keys) {
    Security security =
        new Security(
                keys.certificates(),
                Keys.USER,
                keys.kafka(),
                keys.issuer().uri(),
                keys.issuer().keys(),
                Set.of())
            .withRights();
    StackOptions options =
        StackOptions.of(ProductionUsers.pipeline())
            .withSecurity(security)
            .withPreparation(
                stack -> {
                  keys.makeRoles(stack.postgres());
                  new ProductionUsers().make(stack.brokers(), keys.kafka());
                })
            .with("audit", as("audit", keys, HTTP, SECRETS, DATABASE));
    for (String service :
        List.of("ingest", "operator-late", "operator-route", "operator-by-origin")) {
      options = options.with(service, as(service, keys, HTTP));
    }
    return options;
  }

  private static StackOptions.Settings as(String service, Keys keys, Keys.Door... doors) {
    return (brokers, database) -> {
      Map<String, String> settings = new HashMap<>(keys.settings(brokers, database, doors));
      settings.putAll(ProductionUsers.settings());
      settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers);
      settings.put(
          "SPRING_KAFKA_SSL_TRUSTSTORELOCATION", "file:" + keys.certificates().authority());
      settings.put(
          "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", login(ProductionUsers.of(service), keys));
      return settings;
    };
  }

  private static String login(String user, Keys keys) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required"
        + " username=\"%s\" password=\"%s\";".formatted(user, keys.kafka());
  }

  private Path flights() throws Exception {
    try (Stream<String> lines = Files.lines(EXAMPLE)) {
      return Files.write(folder.resolve("flights.ndjson"), lines.limit(FLIGHTS).toList());
    }
  }

  private static boolean isProven(Stack stack) {
    return stack
        .report()
        .filter(report -> report.source().observed() == FLIGHTS)
        .filter(Report::isJudged)
        .filter(report -> report.verdict() == Report.Verdict.PROVEN)
        .isPresent();
  }

  private static void write(String topic, String user, String brokers, Keys keys) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", brokers,
            "security.protocol", "SASL_SSL",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", keys.certificates().authority().toString(),
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", login(user, keys),
            "enable.idempotence", "false");
    try (Producer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "intruder")).get();
    }
  }
}
