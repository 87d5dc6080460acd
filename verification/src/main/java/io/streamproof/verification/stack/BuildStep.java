package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the build runs once, so that stacks start sooner: it unpacks PostgreSQL, and loads the
 * classes that the command line and the broker load, for {@code -XX:ArchiveClassesAtExit} to
 * archive. To load them it starts a broker in this very JVM, and PostgreSQL, and uses both. Where
 * that fails the build goes on, with an archive of what was loaded till then: stacks start later.
 */
public final class BuildStep {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String TOPIC = "classes";

  private BuildStep() {}

  /** Runs the step; takes no arguments. */
  public static void main(String[] arguments) {
    // Kafka prints how it formats its storage.
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      PostgresBinaries.prepare();
      loadClasses();
    } catch (Exception e) {
      System.err.println("Stacks will start slowly, their start could not be prepared: " + e);
      System.err.println(printed.toString(UTF_8));
    } finally {
      // The broker's threads would keep the JVM alive.
      System.exit(0);
    }
  }

  private static void loadClasses() throws InterruptedException, ExecutionException {
    // Not closed: the broker needs its folder until this JVM has ended, and then the guard acts.
    Guard guard = Guard.start();
    BrokerCluster broker = BrokerCluster.prepare(guard, 1, Set.of(), null);
    Postgres postgres = Postgres.prepare(guard, Set.of(), null);
    start(guard.folder().resolve(KafkaBroker.NAME).resolve(KafkaBroker.PROPERTIES));
    postgres.start();
    Readiness readiness = Readiness.within(LIMIT);
    broker.awaitReady(readiness);
    postgres.awaitReady(readiness);
    use(broker.address());
  }

  private static void start(Path properties) {
    String cluster = Uuid.randomUuid().toString();
    Thread thread =
        new Thread(() -> BrokerProgram.main(new String[] {properties.toString(), cluster}));
    thread.setDaemon(true);
    thread.start();
  }

  private static void use(String brokers) throws InterruptedException, ExecutionException {
    Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (Admin admin = Admin.create(settings);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>(TOPIC, "{}".getBytes(UTF_8))).get();
    }
    new TopicReader(brokers).count(TOPIC);
  }
}
