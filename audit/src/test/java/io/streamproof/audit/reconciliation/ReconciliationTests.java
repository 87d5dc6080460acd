package io.streamproof.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.reconciliation.Judgement.Ahead;
import io.streamproof.audit.support.Examples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The filter {@code large}, of which all is read and committed, up to offset 50 everywhere. */
class ReconciliationTests {
  private static final TopicPartition OUTPUT = new TopicPartition("shop.large", 0);
  private static final UUID ID = new UUID(1, 1);
  private static final long END = 50;

  private final AuditedPipeline shop = Examples.shop();
  private final Brokers brokers = new Brokers();
  private final List<String> settled = new ArrayList<>();
  private final Map<TopicPartition, Judgement.ReadProgress> read = new HashMap<>();
  private final List<Ahead> ahead = new ArrayList<>();
  private final List<Ahead> suspected = new ArrayList<>();
  private final Judgement judgement =
      new EmptyJudgement() {
        @Override
        public List<Ahead> ahead(AuditedPipeline pipeline) {
          return List.copyOf(ahead);
        }

        @Override
        public void suspect(Ahead segment) {
          suspected.add(segment);
        }

        @Override
        public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
          return Map.copyOf(read);
        }

        @Override
        public void settle(AuditedStage stage, Map<Integer, Long> through) {
          settled.add(stage.name());
        }
      };

  @BeforeEach
  void readAll() {
    shop.topics()
        .forEach(
            (topic, partitions) -> {
              for (int partition = 0; partition < partitions; partition++) {
                read(new TopicPartition(topic, partition), END, null);
              }
            });
  }

  @Test
  void settlesAStageWhoseOutputsAreRead() {
    step();
    assertThat(settled).containsExactly("large", "spent");
  }

  @Test
  void settlesNothingByAnOutputThatWasCreatedAgain() {
    brokers.ids.put("shop.large", new UUID(2, 2));
    step();
    assertThat(settled).containsExactly("spent");
  }

  @Test
  void settlesNothingByAnOutputThatIsNotThere() {
    brokers.ids.put("shop.large-dlt", null);
    step();
    assertThat(settled).containsExactly("spent");
  }

  @Test
  void settlesNothingByAnOutputThatIsNotRead() {
    read(OUTPUT, END, "replaced");
    step();
    assertThat(settled).containsExactly("spent");
  }

  @Test
  void settlesNothingByAnOutputThatHasLostItsEnd() {
    read(OUTPUT, END + 1, null);
    step();
    assertThat(settled).containsExactly("spent");
  }

  @Test
  void suspectsWhatComesFromBehindTheEndOfItsSource() {
    Ahead beyond = new Ahead((short) 1, 0, 256, 300, -1);
    ahead.add(beyond);
    step();
    assertThat(suspected).containsExactly(beyond);
  }

  @Test
  void doesNotSuspectWhatIsMerelyReadBeforeItsSource() {
    ahead.add(new Ahead((short) 1, 0, 0, END - 1, END));
    step();
    assertThat(suspected).isEmpty();
  }

  @Test
  void suspectsABlockThatIsBeingFilledOnceItsWholeSourceIsSettled() {
    ahead.add(new Ahead((short) 1, 0, 0, END, END - 1));
    step();
    assertThat(suspected).isEmpty();

    Ahead settledNow = new Ahead((short) 1, 0, 0, END, END);
    ahead.set(0, settledNow);
    step();
    assertThat(suspected).containsExactly(settledNow);
  }

  private void read(TopicPartition partition, long next, @Nullable String trouble) {
    read.put(partition, new Judgement.ReadProgress(next, next - 1, ID, trouble, null, null));
  }

  private void step() {
    FrontierLog log = new FrontierLog(Duration.ofSeconds(10), InstantSource.system());
    new Reconciliation(
            shop,
            judgement,
            brokers,
            new Frontiers(
                judgement, brokers, new FixedRecords(true, true), log, InstantSource.system()),
            InstantSource.system())
        .step();
  }

  private static final class Brokers implements OffsetReader {
    private final Map<String, @Nullable UUID> ids = new HashMap<>();

    @Override
    public Map<TopicPartition, Long> committed(String group) {
      return Map.of();
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      return partitions.stream().collect(Collectors.toMap(each -> each, each -> END));
    }

    @Override
    public Map<TopicPartition, Integer> epochs(Collection<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public Map<String, UUID> topicIds(Collection<String> topics) {
      Map<String, UUID> found = new HashMap<>();
      for (String topic : topics) {
        UUID id = ids.getOrDefault(topic, ID);
        if (id != null) {
          found.put(topic, id);
        }
      }
      return found;
    }
  }
}
