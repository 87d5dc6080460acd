package io.streamproof.audit.tracing;

import static io.streamproof.audit.tracing.ShopFloor.FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.tracing.SpanSink.NotExportedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One finding about a lost order, in a queue that keeps what is noted. */
class FindingTracesTests {
  private final ShopFloor floor = new ShopFloor();
  private final Map<Long, String> noted = new HashMap<>();
  private final List<RebuiltSpan> exported = new ArrayList<>();
  private boolean away;

  FindingTracesTests() {
    floor.source("00");
  }

  @Test
  void notesATraceOnceItIsExported() {
    assertThat(traces(FOUND).step()).isEqualTo(1);
    assertThat(noted).containsExactly(Map.entry(7L, ShopFloor.TRACE_ID));
    assertThat(exported).hasSize(3);
  }

  @Test
  void waitsForAMessageThatIsOnItsWay() {
    floor.repository.settledThrough = 0;
    assertThat(traces(FOUND).step()).isZero();
    assertThat(noted).isEmpty();
    assertThat(exported).isEmpty();
  }

  @Test
  void tellsWhatThereIsWhenAMessageStandsStill() {
    floor.repository.settledThrough = 0;
    Duration longer = FindingTraces.SETTLING_TIMEOUT.plusSeconds(1);
    assertThat(traces(FOUND.plus(longer)).step()).isEqualTo(1);
    assertThat(exported).hasSize(2);
  }

  @Test
  void notesNothingThatTheCollectorDidNotTake() {
    away = true;
    assertThatThrownBy(() -> traces(FOUND).step()).isInstanceOf(NotExportedException.class);
    assertThat(noted).isEmpty();
  }

  private FindingTraces traces(Instant now) {
    return new FindingTraces(
        List.of(floor.shop),
        new Noting(),
        floor.topics,
        floor.repository,
        this::take,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private void take(List<RebuiltSpan> spans) {
    if (away) {
      throw new NotExportedException("away");
    }
    exported.addAll(spans);
  }

  private final class Noting implements TraceQueue {
    @Override
    public int export(
        AuditedPipeline pipeline, int most, Function<List<TracedFinding>, Map<Long, String>> work) {
      Map<Long, String> traces =
          work.apply(
              List.of(
                  ShopFloor.finding(FindingKind.LOST, "large", new EmissionKey(0, 0, 0), null)));
      noted.putAll(traces);
      return traces.size();
    }

    @Override
    public long waiting() {
      return 0;
    }
  }
}
