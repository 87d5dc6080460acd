package io.streamproof.verification.fault;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.proxy.Direction;
import io.streamproof.verification.proxy.Disturbance;
import io.streamproof.verification.stack.Peer;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what an operation does: the property that names it, and those that go with it. */
final class ActionReader {
  /** What can be done, with the further properties that it takes. */
  static final Map<String, List<String>> VERBS = verbs();

  /** So many instances of a stage's operator, or of the audit, can be named. */
  private static final int INSTANCES = 8;

  private static final String CLUSTER = "add \"brokers: 3\" to the scenario";
  private static final String SOURCE = "source";
  private static final long MOST_LOST = 100_000;

  private final PipelineSpecification pipeline;
  private final int brokers;

  /**
   * A reader.
   *
   * @param brokers how many the stack has
   */
  ActionReader(PipelineSpecification pipeline, int brokers) {
    this.pipeline = pipeline;
    this.brokers = brokers;
  }

  private static Map<String, List<String>> verbs() {
    Map<String, List<String>> verbs = new LinkedHashMap<>();
    verbs.put("kill", List.of("of", "partition", "down"));
    verbs.put("restart", List.of("of", "partition", "down"));
    verbs.put("pause", List.of("of", "partition", "for"));
    verbs.put("lose", List.of("partition", "records"));
    verbs.put("scale", List.of("to"));
    verbs.put("drop", List.of("peer", "for"));
    verbs.put("cut", List.of("peer", "for", "direction"));
    verbs.put("delay", List.of("peer", "for", "by"));
    verbs.put("throttle", List.of("peer", "for", "bytesPerSecond"));
    verbs.put("crash", List.of("at", "of", "down"));
    return verbs;
  }

  /** Reads it; null, with the problem told, if it cannot be used. */
  @Nullable Action read(String verb, Fields fields) {
    return fields.whole(
        switch (verb) {
          case "kill" ->
              toProcess(verb, fields, new Action.Kill("", fields.durationOrNone("down")));
          case "restart" ->
              toProcess(verb, fields, new Action.Restart("", fields.durationOrNone("down")));
          case "pause" -> toProcess(verb, fields, new Action.Pause("", fields.duration("for")));
          case "lose" -> lose(fields);
          case "scale" -> new Action.Scale(fields.named(verb, stages()), instances(fields));
          case "crash" -> crash(fields);
          default -> disturb(verb, fields);
        });
  }

  private Action disturb(String verb, Fields fields) {
    Peer peer =
        fields.word("peer", Map.of("broker", Peer.BROKER, "database", Peer.DATABASE), Peer.BROKER);
    Stream<String> services = peer == Peer.BROKER ? services() : audits();
    return new Action.Disturb(
        fields.named(verb, services.toList()),
        peer,
        disturbance(verb, fields),
        fields.duration("for"));
  }

  private static Disturbance disturbance(String verb, Fields fields) {
    return switch (verb) {
      case "drop" -> new Disturbance.Dropped();
      case "cut" -> new Disturbance.Cut(fields.word("direction", directions(), Direction.BOTH));
      case "delay" -> new Disturbance.Delayed(fields.duration("by"));
      default -> new Disturbance.Throttled(fields.number("bytesPerSecond", 1, Integer.MAX_VALUE));
    };
  }

  private static Map<String, Direction> directions() {
    return Map.of(
        "to-peer", Direction.TO_SERVER, "from-peer", Direction.TO_CLIENT, "both", Direction.BOTH);
  }

  private Action crash(Fields fields) {
    List<String> audits = audits().toList();
    String target = fields.named("crash", Stream.concat(audits(), stages().stream()).toList());
    Map<String, CrashPoint> points = new HashMap<>(CrashPoint.WORDS);
    if (!audits.contains(target)) {
      fields.refuse("of", "only the audit crashes at a step");
      return new Action.CrashOperator(
          target,
          fields.word("at", points, CrashPoint.BEFORE_COMMIT),
          fields.durationOrNone("down"));
    }
    points.remove(CrashPoint.BEFORE_SEND.word());
    return new Action.CrashAudit(
        target,
        fields.wordOr("of", steps(), AuditStep.READING),
        fields.word("at", points, CrashPoint.BEFORE_COMMIT),
        fields.durationOrNone("down"));
  }

  private static Map<String, AuditStep> steps() {
    return Arrays.stream(AuditStep.values())
        .collect(Collectors.toMap(step -> step.name().toLowerCase(Locale.ROOT), step -> step));
  }

  private static int instances(Fields fields) {
    return Math.toIntExact(fields.number("to", 1, INSTANCES));
  }

  /** To a process by its name, or to the broker that has a role. */
  private Action toProcess(String verb, Fields fields, Action.ToProcess action) {
    List<String> all = brokers(StackOptions.MOST_BROKERS);
    List<String> known = new ArrayList<>(all);
    known.add("postgresql");
    services().forEach(known::add);
    known.addAll(List.of(BrokerRole.Leader.WORD, BrokerRole.Controller.WORD));
    String target = fields.named(verb, known);
    if (target.equals(BrokerRole.Leader.WORD)) {
      String topic = fields.named("of", TriggerReader.topics(pipeline));
      BrokerRole leader = new BrokerRole.Leader(topic, partition(fields, topic));
      return new Action.ToBroker(leader, action.to(target));
    }
    if (all.contains(target) && !brokers(brokers).contains(target)) {
      fields.refuse(verb, "there is one broker, and no " + target, CLUSTER);
    }
    fields.refuse("of", "only a leader is the leader of something");
    fields.refuse("partition", "only a leader is the leader of a partition");
    return target.equals(BrokerRole.Controller.WORD)
        ? new Action.ToBroker(new BrokerRole.Controller(), action.to(target))
        : action.to(target);
  }

  private Action lose(Fields fields) {
    fields.named("lose", List.of(SOURCE));
    if (brokers == 1) {
      fields.refuse("lose", "one broker has no replicas that could be behind", CLUSTER);
    }
    return new Action.LoseRecords(
        partition(fields, SOURCE), fields.number("records", 1, MOST_LOST));
  }

  private int partition(Fields fields, String topic) {
    int partitions = pipeline.partitionsOf(pipeline.name() + "." + topic);
    return Math.toIntExact(fields.number("partition", 0, partitions - 1));
  }

  private static List<String> brokers(int number) {
    return IntStream.rangeClosed(1, number).mapToObj(Stack::brokerName).toList();
  }

  private List<String> stages() {
    return pipeline.stages().stream().map(StageSpecification::name).toList();
  }

  private Stream<String> services() {
    Stream<String> operators = stages().stream().flatMap(stage -> instances("operator-" + stage));
    return Stream.of(Stream.of("ingest"), audits(), operators).flatMap(names -> names);
  }

  private static Stream<String> audits() {
    return instances("audit");
  }

  private static Stream<String> instances(String name) {
    return IntStream.rangeClosed(1, INSTANCES)
        .mapToObj(number -> number == 1 ? name : name + "-" + number);
  }
}
