package io.streamproof.operator.fault;

import io.streamproof.pipeline.fault.Damage;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a fault makes of a record's outputs. But for a drop, which takes all, and a forgery, which
 * adds one, it is the first output that is struck, be it an emission or a dead letter; a record
 * without outputs has none to strike. When they are sent is not decided here.
 */
final class Strike {
  private final Stage stage;

  Strike(Stage stage) {
    this.stage = stage;
  }

  /** What is sent in place of the outputs, in order. */
  List<Sent> of(MessageFault fault, SourceRecord record, List<OutputRecord> outputs) {
    List<Sent> sent = new ArrayList<>(outputs.stream().map(Sent::of).toList());
    switch (fault.kind()) {
      case DROP -> sent.clear();
      case FORGE -> sent.add(Sent.of(forged(record, outputs)));
      default -> {
        if (!outputs.isEmpty()) {
          first(fault, outputs.get(0), sent);
        }
      }
    }
    return sent;
  }

  private void first(MessageFault fault, OutputRecord output, List<Sent> sent) {
    switch (fault.kind()) {
      case DUPLICATE -> sent.add(1, Sent.of(output));
      case CORRUPT -> sent.set(0, Sent.of(corrupted(output, fault)));
      case MISROUTE -> sent.set(0, Sent.of(misrouted(output)));
      case STRIP_TRACE -> sent.set(0, new Sent(output, false));
      default -> {
        // A delay and a swap change when outputs are sent, and no output.
      }
    }
  }

  private static OutputRecord corrupted(OutputRecord output, MessageFault fault) {
    Damage damage = Objects.requireNonNull(fault.damage());
    byte[] damaged = Damages.of(damage, output.value());
    return changed(output, output.origin(), output.partition(), damaged);
  }

  /** To the next partition of its topic; to its own where there is but one. */
  private OutputRecord misrouted(OutputRecord output) {
    int next = (output.partition() + 1) % stage.pipeline().partitionsOf(output.topic());
    return changed(output, output.origin(), next, output.value());
  }

  /** A copy of the first output under an origin that nothing follows from. */
  private OutputRecord forged(SourceRecord record, List<OutputRecord> outputs) {
    Origin origin =
        new Origin(
            stage.name(),
            record.partition(),
            record.offset(),
            outputs.size(),
            stage.pipeline().hash(),
            0);
    if (outputs.isEmpty()) {
      return fromNothing(record, origin);
    }
    OutputRecord first = outputs.get(0);
    return changed(first, origin, first.partition(), first.value());
  }

  private static OutputRecord changed(
      OutputRecord output, Origin origin, int partition, byte @Nullable [] value) {
    return new OutputRecord(
        origin,
        output.topic(),
        partition,
        output.timestamp(),
        output.key(),
        value,
        output.attributes(),
        output.cause(),
        output.failure());
  }

  private OutputRecord fromNothing(SourceRecord record, Origin origin) {
    return new OutputRecord(
        origin,
        stage.pipeline().outputTopic(stage.specification()),
        Partitioner.partition(record.key(), record.partition(), stage.specification().partitions()),
        record.timestamp(),
        record.key(),
        record.value(),
        Attributes.of(record.headers()),
        record,
        null);
  }
}
