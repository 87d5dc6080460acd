package io.streamproof.verification.scenario;

import io.streamproof.pipeline.fault.Damage;
import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.fault.Strikes;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.verification.scenario.ExpectedEmission.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a plan did to one source partition of a stage, worked out from the records that stand in it
 * and the reference execution alone: nothing that the operator host says of itself is asked.
 */
final class PartitionManifest {
  private final ReferenceStage reference;
  private final Strikes strikes;
  private final int partition;
  private final CorruptionCases corruptions;
  private final List<Supplier<Planted>> planted = new ArrayList<>();
  private @Nullable Held held;

  /** A record that was held back so that its outputs stand behind those of the next. */
  private record Held(MessageFault fault, SourceRecord record, List<OutputRecord> outputs) {}

  PartitionManifest(ReferenceStage reference, Strikes strikes, int partition) {
    this.reference = reference;
    this.strikes = strikes;
    this.partition = partition;
    this.corruptions = new CorruptionCases(name(), partition, reference.stage().stateful());
  }

  /** What was planted among all records of the partition, given in order. */
  List<Planted> of(List<SourceRecord> records) {
    records.forEach(this::next);
    if (held != null) {
      mark(held.outputs(), 0, Mark.RIGHT);
      plant(held.fault(), held.record(), List.of());
    }
    return planted.stream().map(Supplier::get).toList();
  }

  private void next(SourceRecord record) {
    List<OutputRecord> outputs = reference.process(record);
    Held before = held;
    if (before != null) {
      held = null;
      swapped(before, outputs);
      mark(outputs, 0, Mark.RIGHT);
      return;
    }
    MessageFault fault = strikes.on(partition, record.offset());
    if (fault == null) {
      mark(outputs, 0, Mark.RIGHT);
    } else if (fault.kind() == FaultKind.SWAP) {
      held = new Held(fault, record, outputs);
    } else {
      struck(fault, record, outputs);
    }
  }

  private void struck(MessageFault fault, SourceRecord record, List<OutputRecord> outputs) {
    int first = Math.min(1, outputs.size());
    switch (fault.kind()) {
      case DROP -> simple(fault, record, outputs, outputs.size(), "LOST");
      case DUPLICATE -> simple(fault, record, outputs, first, "DUPLICATED");
      case STRIP_TRACE -> simple(fault, record, outputs, first, "UNTRACED");
      case MISROUTE -> simple(fault, record, outputs, partitions(outputs) > 1 ? 1 : 0, "MISROUTED");
      case CORRUPT -> corrupted(fault, record, outputs, first);
      case FORGE -> {
        mark(outputs, 0, Mark.RIGHT);
        plant(fault, record, List.of(anomaly("PHANTOM", record, outputs.size())));
      }
      case DELAY -> simple(fault, record, outputs, 0, "");
      case SWAP, FORGET, WRITE_TWICE ->
          throw new IllegalArgumentException(fault.kind() + " strikes no outputs");
    }
  }

  /** The first so many outputs are marred, and shown by a finding of that kind each. */
  private void simple(
      MessageFault fault,
      SourceRecord record,
      List<OutputRecord> outputs,
      int marred,
      String finding) {
    mark(outputs, marred, Mark.MARRED);
    plant(
        fault,
        record,
        outputs.stream().limit(marred).map(each -> anomaly(finding, record, index(each))).toList());
  }

  private void corrupted(
      MessageFault fault, SourceRecord record, List<OutputRecord> outputs, int wrong) {
    mark(outputs, wrong, Mark.WRONG);
    if (wrong == 0) {
      plant(fault, record, List.of());
      return;
    }
    ExpectedEmission emission = ExpectedEmission.of(outputs.get(0), Mark.WRONG);
    planted.add(() -> planted(fault, record, List.of(corruptions.anomaly(emission))));
  }

  /** Of those held back, the ones that stand behind an output of the next record are late. */
  private void swapped(Held before, List<OutputRecord> next) {
    List<Anomaly> late = new ArrayList<>();
    for (OutputRecord output : before.outputs()) {
      boolean behind = next.stream().anyMatch(other -> isSamePlace(output, other));
      corruptions.next(ExpectedEmission.of(output, behind ? Mark.MARRED : Mark.RIGHT));
      if (behind) {
        late.add(anomaly("REORDERED", before.record(), index(output)));
      }
    }
    plant(before.fault(), before.record(), late);
  }

  private static boolean isSamePlace(OutputRecord one, OutputRecord other) {
    return one.topic().equals(other.topic()) && one.partition() == other.partition();
  }

  /** Marks the first so many outputs; the others are right. */
  private void mark(List<OutputRecord> outputs, int marked, Mark mark) {
    for (int i = 0; i < outputs.size(); i++) {
      corruptions.next(ExpectedEmission.of(outputs.get(i), i < marked ? mark : Mark.RIGHT));
    }
  }

  private void plant(MessageFault fault, SourceRecord record, List<Anomaly> anomalies) {
    Planted plain = planted(fault, record, anomalies);
    planted.add(() -> plain);
  }

  private Planted planted(MessageFault fault, SourceRecord record, List<Anomaly> anomalies) {
    Damage damage = fault.damage();
    return new Planted(
        damage == null ? fault.kind().word() : fault.kind().word() + " " + Words.of(damage),
        name(),
        reference.stage().specification().operator().kind(),
        partition + "@" + record.offset(),
        anomalies);
  }

  private Anomaly anomaly(String kind, SourceRecord record, int index) {
    return Anomaly.of(kind, name(), partition, record.offset(), index);
  }

  private int partitions(List<OutputRecord> outputs) {
    return outputs.isEmpty()
        ? 0
        : reference.stage().pipeline().partitionsOf(outputs.get(0).topic());
  }

  private static int index(OutputRecord output) {
    return output.origin().index();
  }

  private String name() {
    return reference.stage().name();
  }
}
