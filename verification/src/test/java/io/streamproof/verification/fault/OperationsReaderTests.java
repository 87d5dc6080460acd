package io.streamproof.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.pipeline.yaml.YamlFiles;
import io.streamproof.verification.proxy.Direction;
import io.streamproof.verification.proxy.Disturbance;
import io.streamproof.verification.stack.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationsReaderTests {
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.parse(
          "flights.yml",
          """
          name: flights
          partitions: 2
          source: {key: data.origin}
          stages:
            - {name: late, filter: data.delay > 15}
            - {name: route, map: '{"d": data.delay}', to: routes}
          """,
          null);

  @Test
  void readsEveryAction() {
    assertThat(
            read("""
                    - {kill: operator-late, down: 2s, when: {stage: late, committed: 5000}}
                    - {restart: broker, when: {source: 100}}
                    - {pause: audit, for: 5s, when: {stage: late, settled: 4000}}
                    - {scale: late, to: 3, when: {topic: source, partition: 1, offset: 257}}
                    - {drop: ingest, peer: broker, for: 1s, when: {after: scale-late}}
                    - {cut: audit-2, peer: database, direction: to-peer, for: 1s, when: {source: 9}}
                    - {delay: audit, peer: broker, by: 80ms, for: 1s, when: {source: 9}}
                    - {throttle: audit, peer: broker, bytesPerSecond: 99, for: 1s, when: {source: 9}}
                    - {crash: audit, at: after-commit, when: {during: pause-audit}}
                    """)
                .all())
        .containsExactly(
            new Operation(
                "kill-operator-late",
                new Trigger.Committed("late", 5000),
                new Action.Kill("operator-late", Duration.ofSeconds(2))),
            new Operation(
                "restart-broker",
                new Trigger.Arrived(100),
                new Action.Restart("broker", Duration.ZERO)),
            new Operation(
                "pause-audit",
                new Trigger.Settled("late", 4000),
                new Action.Pause("audit", Duration.ofSeconds(5))),
            new Operation(
                "scale-late", new Trigger.Reached("source", 1, 257), new Action.Scale("late", 3)),
            new Operation(
                "drop-ingest",
                new Trigger.After("scale-late"),
                disturb("ingest", Peer.BROKER, new Disturbance.Dropped())),
            new Operation(
                "cut-audit-2",
                new Trigger.Arrived(9),
                disturb("audit-2", Peer.DATABASE, new Disturbance.Cut(Direction.TO_SERVER))),
            new Operation(
                "delay-audit",
                new Trigger.Arrived(9),
                disturb("audit", Peer.BROKER, new Disturbance.Delayed(Duration.ofMillis(80)))),
            new Operation(
                "throttle-audit",
                new Trigger.Arrived(9),
                disturb("audit", Peer.BROKER, new Disturbance.Throttled(99))),
            new Operation(
                "crash-audit",
                new Trigger.During("pause-audit"),
                new Action.CrashAudit(
                    "audit", AuditStep.READING, CrashPoint.AFTER_COMMIT, Duration.ZERO)));
  }

  @Test
  void numbersThoseThatDoTheSame() {
    assertThat(
            read("""
                    - {kill: broker, when: {source: 1}}
                    - {kill: broker, when: {source: 2}}
                    - {kill: broker, when: {source: 3}, name: third}
                    """)
                .all())
        .extracting(Operation::name)
        .containsExactly("kill-broker", "kill-broker-2", "third");
  }

  @Test
  void namesTheServicesThatNeedProxies() {
    assertThat(
            read("""
                    - {drop: ingest, peer: broker, for: 1s, when: {source: 1}}
                    - {drop: audit, peer: database, for: 1s, when: {source: 1}}
                    - {kill: operator-late, when: {source: 1}}
                    """)
                .proxied())
        .containsExactlyInAnyOrder("ingest", "audit");
  }

  @Test
  void tellsAllThatIsWrongWithLinesAndNearestNames() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    - {kill: operator-lat, when: {source: 1}}
                    - {kill: broker}
                    - {scale: late, to: 9, when: {stage: rute, committed: 1}}
                    - {drop: ingest, peer: database, for: 1s, when: {source: 1}}
                    - {explode: broker, when: {source: 1}}
                    - {kill: ingest, when: {after: kill-audit}}
                    - {kill: ingest, for: 3s, when: {source: 1}}
                    - {pause: broker, when: {topic: route, partition: 0, offset: 1}}
                    - {cut: audit, peer: broker, direction: up, for: soon, when: {}}
                    """))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining("scenario.yml:1: ")
        .hasMessageContaining("did you mean \"operator-late\"?")
        .hasMessageContaining("scenario.yml:2: an element of the file has no \"when\"")
        .hasMessageContaining("a whole number from 1 to 8")
        .hasMessageContaining("did you mean \"route\"?")
        .hasMessageContaining("scenario.yml:4: ")
        .hasMessageContaining("scenario.yml:5: an element of the file does nothing")
        .hasMessageContaining("scenario.yml:6: ")
        .hasMessageContaining("scenario.yml:7: an element of the file knows no \"for\"")
        .hasMessageContaining("has no \"for\"")
        .hasMessageContaining("did you mean \"routes\"?")
        .hasMessageContaining("a duration such as")
        .hasMessageContaining("scenario.yml:9: an element of the file: \"when\" has none");
  }

  @Test
  void readsCrashesOfOperatorsAndPositionsThatAllHaveToBeReached() {
    Operations read =
        read(
            """
            - {kill: broker, when: {source: 1}}
            - {crash: late, at: before-send, when: [{healing: kill-broker}, {source: 9}]}
            - {crash: audit-2, of: judging, at: before-commit, when: {source: 9}}
            """);

    assertThat(read.all().get(1))
        .isEqualTo(
            new Operation(
                "crash-late",
                new Trigger.All(
                    List.of(new Trigger.Healing("kill-broker"), new Trigger.Arrived(9))),
                new Action.CrashOperator("late", CrashPoint.BEFORE_SEND, Duration.ZERO)));
    assertThat(read.all().get(2).action())
        .isEqualTo(
            new Action.CrashAudit(
                "audit-2", AuditStep.JUDGING, CrashPoint.BEFORE_COMMIT, Duration.ZERO));
    assertThat(read.callForCrashes()).isTrue();
    assertThat(read.disturbAudit()).isTrue();
    assertThat(read("- {kill: broker, when: {source: 1}}\n").disturbAudit()).isFalse();
    assertThatThrownBy(
            () -> read("- {crash: late, of: judging, at: before-send, when: {source: 1}}\n"))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining("scenario.yml:1: ")
        .hasMessageContaining("remove it");
    assertThatThrownBy(() -> read("- {crash: audit, at: before-send, when: {source: 1}}\n"))
        .isInstanceOf(InvalidSpecificationException.class);
  }

  @Test
  void readsWhatIsDoneToTheBrokersOfACluster() {
    Operations read =
        read(
            """
            - {kill: leader, of: routes, partition: 1, down: 5s, when: {source: 1}}
            - {pause: controller, for: 2s, when: {source: 1}}
            - {restart: broker-3, when: {source: 1}}
            - {lose: source, partition: 1, records: 50, when: {source: 1}}
            """,
            PIPELINE,
            3);

    assertThat(read.all())
        .extracting(Operation::name, Operation::action)
        .containsExactly(
            tuple(
                "kill-leader",
                new Action.ToBroker(
                    new BrokerRole.Leader("routes", 1),
                    new Action.Kill("leader", Duration.ofSeconds(5)))),
            tuple(
                "pause-controller",
                new Action.ToBroker(
                    new BrokerRole.Controller(),
                    new Action.Pause("controller", Duration.ofSeconds(2)))),
            tuple("restart-broker-3", new Action.Restart("broker-3", Duration.ZERO)),
            tuple("lose-source", new Action.LoseRecords(1, 50)));
    assertThat(read.disturbAudit()).isFalse();
    assertThat(read.disturbed(List.of("late", "route"))).isEmpty();
  }

  @Test
  void takesTurnsWithWhateverIsDoneToAnyBrokerUntilItIsKnownWhichHasARole() {
    Operations read =
        read(
            """
            - {kill: leader, of: source, partition: 0, when: {source: 1}}
            - {restart: broker-3, when: {source: 1}}
            - {lose: source, partition: 0, records: 1, when: {source: 1}}
            - {kill: ingest, when: {source: 1}}
            """,
            PIPELINE,
            3);
    List<Set<String>> targets =
        read.all().stream().map(each -> read.targets(each.action())).toList();

    assertThat(targets.get(0)).containsExactlyInAnyOrder("broker", "broker-2", "broker-3");
    assertThat(targets.get(1)).containsExactly("broker-3");
    assertThat(targets.get(2)).containsAll(targets.get(0)).containsAll(targets.get(3));
  }

  @Test
  void tellsWhatNeedsAClusterAndWhatALeaderLeads() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    - {kill: broker-2, when: {source: 1}}
                    - {lose: source, partition: 0, records: 1, when: {source: 1}}
                    - {kill: leader, of: rotes, partition: 0, when: {source: 1}}
                    - {kill: leader, of: source, partition: 2, when: {source: 1}}
                    - {kill: leader, when: {source: 1}}
                    - {kill: controller, of: source, when: {source: 1}}
                    - {kill: ingest, partition: 1, when: {source: 1}}
                    - {lose: routes, partition: 0, records: 0, when: {source: 1}}
                    """))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining("scenario.yml:1: there is one broker, and no broker-2")
        .hasMessageContaining("add \"brokers: 3\" to the scenario")
        .hasMessageContaining("scenario.yml:2: one broker has no replicas")
        .hasMessageContaining("did you mean \"routes\"?")
        .hasMessageContaining("a whole number from 0 to 1")
        .hasMessageContaining("scenario.yml:5: an element of the file has no \"of\"")
        .hasMessageContaining("scenario.yml:6: only a leader is the leader of something")
        .hasMessageContaining("scenario.yml:7: only a leader is the leader of a partition")
        .hasMessageContaining("scenario.yml:8: ")
        .hasMessageContaining("a whole number from 1 to 100000");
  }

  @Test
  void takesNoStageForAnAudit() {
    PipelineSpecification pipeline =
        SpecificationReader.parse(
            "p.yml", "name: p\nstages: [{name: audit-2, filter: data.delay > 15}]\n", null);

    for (String ofStage :
        List.of("scale: audit-2, to: 2", "kill: operator-audit-2", "restart: operator-audit-2-2")) {
      assertThat(disturbsAudit(ofStage, pipeline)).as(ofStage).isFalse();
    }
    assertThat(
            new Operations(
                    List.of(
                        new Operation(
                            "crash",
                            new Trigger.Arrived(1),
                            new Action.CrashOperator(
                                "audit-2", CrashPoint.AFTER_COMMIT, Duration.ZERO))))
                .disturbAudit())
        .isFalse();
    assertThat(disturbsAudit("kill: audit-2", pipeline)).isTrue();
    assertThat(disturbsAudit("kill: postgresql", pipeline)).isTrue();
  }

  private static boolean disturbsAudit(String action, PipelineSpecification pipeline) {
    return read("- {" + action + ", when: {source: 1}}\n", pipeline).disturbAudit();
  }

  @Test
  void refusesToScaleAStageIntoTheNameOfAnother() {
    PipelineSpecification clashing =
        SpecificationReader.parse(
            "p.yml",
            """
            name: p
            stages:
              - {name: late, filter: data.delay > 15}
              - {name: late-2, filter: data.delay > 30}
            """,
            null);

    assertThat(read("- {scale: late, to: 1, when: {source: 1}}\n", clashing).all()).hasSize(1);
    assertThatThrownBy(() -> read("- {scale: late, to: 2, when: {source: 1}}\n", clashing))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining("late-2");
  }

  @Test
  void mayReferOnlyToOperationsBefore() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    - {name: a, kill: ingest, when: {after: b}}
                    - {name: b, kill: broker, when: {after: a}}
                    """))
        .isInstanceOf(InvalidSpecificationException.class);
  }

  private static Action disturb(String service, Peer peer, Disturbance disturbance) {
    return new Action.Disturb(service, peer, disturbance, Duration.ofSeconds(1));
  }

  private static Operations read(String yaml) {
    return read(yaml, PIPELINE);
  }

  private static Operations read(String yaml, PipelineSpecification pipeline) {
    return read(yaml, pipeline, 1);
  }

  private static Operations read(String yaml, PipelineSpecification pipeline, int brokers) {
    return new YamlFiles("write operations", "write fewer")
        .parse("scenario.yml", yaml, root -> OperationsReader.read(root, pipeline, brokers));
  }
}
