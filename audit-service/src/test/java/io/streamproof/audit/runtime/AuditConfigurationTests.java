package io.streamproof.audit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamproof.audit.AuditProperties;
import io.streamproof.audit.log.MemoryTopicLog;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.metrics.ObservationMeters;
import io.streamproof.audit.reconciliation.EmptyJudgement;
import io.streamproof.audit.reconciliation.FixedRecords;
import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.reconciliation.Frontiers;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.trouble.TroubleLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AuditConfigurationTests {
  private static final AuditProperties PROPERTIES =
      new Binder(new MapConfigurationPropertySource(Map.of("streamproof.pipelines", "none")))
          .bind("streamproof", AuditProperties.class)
          .get();

  @Test
  void everyStartSetsItsBarriersItself() {
    UnreadOffsets offsets = new UnreadOffsets();
    Supplier<List<ReconcilerThread.Rounds>> rounds =
        new AuditConfiguration()
            .rounds(
                List.of(Examples.shop()),
                new EmptyJudgement(),
                offsets,
                new Frontiers(
                    new EmptyJudgement(),
                    offsets,
                    new FixedRecords(true, true),
                    FreshFrontiers.of(),
                    InstantSource.system()),
                pipeline -> Optional.empty(),
                new MemoryTopicLog(),
                MemorySnapshotStore.empty(),
                new TroubleLog(),
                PROPERTIES);
    ReconcilerThread.Rounds beforeAStop = rounds.get().get(0);
    beforeAStop.step();
    beforeAStop.step();
    assertThat(offsets.groups).as("barriers are pending").hasSize(2).doesNotHaveDuplicates();
    rounds.get().get(0).step();
    assertThat(offsets.groups).as("barriers after a start").hasSize(4);
  }

  @Test
  void leavesNoConsumerOpenWhoseMetricsCannotBeRead() {
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>("earliest") {
          @Override
          public synchronized Map<MetricName, ? extends Metric> metrics() {
            throw new IllegalStateException("no metrics");
          }
        };
    ObservationMeters meters = new ObservationMeters(new SimpleMeterRegistry());
    assertThatThrownBy(() -> AuditConfiguration.feed(consumer, () -> consumer, meters))
        .hasMessage("no metrics");
    assertThat(consumer.closed()).isTrue();
  }

  /** Outputs of which the audit has read nothing, so that no barrier is ever reached. */
  private static final class UnreadOffsets implements OffsetReader {
    private final List<String> groups = new ArrayList<>();

    @Override
    public Map<TopicPartition, Long> committed(String group) {
      groups.add(group);
      return Map.of();
    }

    @Override
    public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public Map<String, UUID> topicIds(Collection<String> topics) {
      return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      return partitions.stream().collect(Collectors.toMap(partition -> partition, end -> 1L));
    }
  }
}
