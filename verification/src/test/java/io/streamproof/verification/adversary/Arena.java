package io.streamproof.verification.adversary;

import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.verification.TestServers;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.ServiceGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Pipelines to be attacked and two that are not, the bystanders, with one ingest and one process of
 * operators. The audit is shared as well, as long as tests succeed: after one that has failed, the
 * next gets another audit, which knows nothing of the pipelines that were attacked before. So each
 * test fails for its own reason.
 */
final class Arena implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  /** How long anything may take that is right. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String HEAP = "512m";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final ServiceGroup services = new ServiceGroup(TestServers.shared());
  private final HostileClient hostile = new HostileClient(services.brokers());
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Map<String, String> specifications = new LinkedHashMap<>();
  private final Set<String> fresh = new LinkedHashSet<>();
  private final List<String> live = new ArrayList<>();
  private final List<AuditInstance> audits = new ArrayList<>();
  private @Nullable AuditInstance shared;

  /**
   * Prepares one, to be registered as an extension of a test.
   *
   * @param name begins the names of all pipelines, which no other test may use
   */
  Arena(String name) {
    this.name = name;
    // The one is audited before all others, the other behind them.
    live("a-bystander", Stages.DOUBLED);
    live("z-bystander", Stages.DOUBLED);
  }

  /** Adds a pipeline whose stages are run by stand-ins, when the test says so. */
  Arena with(String pipeline, String stages) {
    return withText(pipeline, Stages.text(name(pipeline), 1, stages));
  }

  /** The same with a pipeline that is given as a whole. */
  Arena withText(String pipeline, String text) {
    specifications.put(name(pipeline), text);
    return this;
  }

  /** Adds a pipeline whose stages are run by the operator service. */
  Arena live(String pipeline, String stages) {
    return live(pipeline, 1, stages);
  }

  Arena live(String pipeline, int partitions, String stages) {
    live.add(name(pipeline) + "/*");
    return withText(pipeline, Stages.text(name(pipeline), partitions, stages));
  }

  /** The full name of a pipeline. */
  String name(String pipeline) {
    return name + "-" + pipeline;
  }

  /** Starts ingest and operators. */
  @Override
  public void beforeAll(ExtensionContext context) {
    Path all = write("all", specifications.keySet());
    Service ingest = services.prepare("ingest", ServiceGroup.INGEST, HEAP, settings(all));
    Service operators = prepareOperators("operators", String.join(",", live));
    services.start(ingest, operators);
    specifications.forEach(
        (pipeline, text) ->
            targets.put(
                pipeline,
                new Target(
                    this, SpecificationReader.parse(pipeline, text, null), ingest.address())));
    fresh.addAll(targets.keySet());
    // Stand-ins create none.
    targets.values().forEach(target -> hostile.ensureTopics(target.pipeline()));
  }

  /** One more process of operators, to be started, stopped and disturbed by the test. */
  Service prepareOperators(String process, String stages) {
    Map<String, String> own = settings(services.folder("all"));
    own.put("STREAMPROOF_STAGE", stages);
    return services.prepare(process, ServiceGroup.OPERATOR, HEAP, own);
  }

  void start(Service service) {
    services.start(service);
  }

  Target target(String pipeline) {
    return Objects.requireNonNull(targets.get(name(pipeline)), pipeline);
  }

  /** The pipelines that nobody attacks. */
  List<Target> bystanders() {
    return List.of(target("a-bystander"), target("z-bystander"));
  }

  HostileClient hostile() {
    return hostile;
  }

  /** Damages a byte of a log, beneath the broker, at the first place where it has this text. */
  void damage(TopicPartition partition, String text) {
    try (Stream<Path> files = Files.list(services.log(partition))) {
      for (Path segment : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        String content = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
        int at = content.indexOf(text);
        if (at >= 0) {
          try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {0}), at);
          }
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException(text + " is nowhere in " + partition);
  }

  String brokers() {
    return services.brokers();
  }

  /** The audit that tests share, of this target and the bystanders. */
  AuditInstance audit(Target target) {
    AuditInstance audit = shared;
    if (audit == null) {
      fresh.add(target.name());
      audit = audit(HEAP, Map.of(), fresh);
      shared = audit;
    }
    fresh.remove(target.name());
    return audit;
  }

  /** An audit of its own for a test: of some targets and the bystanders, with an empty ledger. */
  AuditInstance freshAudit(Target... audited) {
    return freshAudit(HEAP, Map.of(), audited);
  }

  /** The same with a heap and settings of its own. */
  AuditInstance freshAudit(String heap, Map<String, String> further, Target... audited) {
    Set<String> names = new LinkedHashSet<>();
    bystanders().forEach(bystander -> names.add(bystander.name()));
    for (Target target : audited) {
      names.add(target.name());
      fresh.remove(target.name());
    }
    return audit(heap, further, names);
  }

  private AuditInstance audit(String heap, Map<String, String> further, Set<String> pipelines) {
    String database = database(audits.size() + 1);
    Map<String, String> own = settings(write(database, pipelines));
    own.put("STREAMPROOF_AUDIT_GROUP", database);
    own.putAll(further);
    own.values().removeIf(String::isEmpty);
    own.putAll(services.createLedger(database));
    return startAudit(database, database, heap, own);
  }

  /** Another process of an audit, over the same specifications but with another ledger. */
  AuditInstance restoredAudit(AuditInstance original, String database) {
    Map<String, String> own = new HashMap<>(original.settings());
    own.putAll(services.copyLedger(database, database + "_restored"));
    return startAudit(
        original.service().process().name() + "_restored", database + "_restored", HEAP, own);
  }

  /** Keeps a copy of the ledger of an audit that is stopped; its name. */
  String backUp(AuditInstance stopped) {
    String backup = stopped.database() + "_backup";
    services.copyLedger(stopped.database(), backup);
    return backup;
  }

  private AuditInstance startAudit(
      String process, String database, String heap, Map<String, String> own) {
    Service service = services.prepare(process, ServiceGroup.AUDIT, heap, own);
    AuditInstance audit = new AuditInstance(this, services, service, database, own);
    audits.add(audit);
    services.start(service);
    return audit;
  }

  /** Replaces what an audit knows of a pipeline, for when it is started again. */
  void respecify(AuditInstance audit, Target target, String text) {
    try {
      Files.writeString(
          Path.of(Objects.requireNonNull(audit.settings().get("STREAMPROOF_PIPELINES")))
              .resolve(target.name() + ".yml"),
          text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> settings(Path pipelines) {
    Map<String, String> own = new HashMap<>();
    own.put("STREAMPROOF_PIPELINES", pipelines.toString());
    own.put("STREAMPROOF_INGEST_CLAIMINTERVAL", "200ms");
    return own;
  }

  private Path write(String folder, Set<String> pipelines) {
    Path written = services.folder(folder);
    try {
      for (String pipeline : pipelines) {
        Files.writeString(
            written.resolve(pipeline + ".yml"),
            Objects.requireNonNull(specifications.get(pipeline)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }

  private String database(int number) {
    return "adversary_" + name.replace('-', '_') + "_" + number;
  }

  static Duration stopLimit() {
    return STOP_LIMIT;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      audits.forEach(AuditInstance::stop);
      shared = null;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    hostile.close();
    services.close();
  }
}
