package io.streamproof.operator.fault;

import io.streamproof.operator.stream.Hop;
import io.streamproof.operator.stream.Outlet;
import io.streamproof.operator.stream.Passage;
import io.streamproof.operator.stream.Sending;
import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * A passage in which faults strike. Records are processed once each and in their order whatever
 * strikes, so that the stage's state is that of an undisturbed one.
 */
final class FaultyPassage implements Passage {
  private final Planting planting;
  private final Hop hop;
  private final ProcessorContext<?, ?> task;
  private @Nullable SourceRecord held;
  private @Nullable Cancellable patience;

  FaultyPassage(Planting planting, Hop hop, ProcessorContext<?, ?> task) {
    this.planting = planting;
    this.hop = hop;
    this.task = task;
    // What an earlier task has held, it has not committed; it comes again.
    planting.held().release(task.taskId().partition());
  }

  @Override
  public void take(SourceRecord record) {
    SourceRecord waiting = held;
    if (waiting != null) {
      swap(waiting, record);
      return;
    }
    MessageFault fault = planting.strikes().on(record.partition(), record.offset());
    if (fault == null) {
      pass(record, Outlet.AS_THEY_ARE);
      return;
    }
    planting.metrics().struck(fault);
    if (fault.kind() == FaultKind.SWAP) {
      hold(record, Objects.requireNonNull(fault.duration()));
    } else {
      pass(record, (outputs, sending) -> strike(fault, record, outputs, sending));
    }
  }

  private void pass(SourceRecord record, Outlet outlet) {
    hop.pass(
        record,
        (outputs, sending) -> {
          planting.crashes().beforeSend(record);
          outlet.send(outputs, sending);
        });
    planting.crashes().sent(record);
  }

  private void strike(
      MessageFault fault, SourceRecord record, List<OutputRecord> outputs, Sending sending) {
    if (fault.kind() == FaultKind.DELAY) {
      sleep(Objects.requireNonNull(fault.duration()));
    }
    for (Sent sent : planting.strike().of(fault, record, outputs)) {
      Headers headers = sending.headers(sent.output());
      sending.send(sent.output(), sent.traced() ? headers : Untraced.of(headers));
    }
  }

  private void hold(SourceRecord record, Duration atMost) {
    planting.held().hold(record.partition(), record.offset());
    held = record;
    patience = task.schedule(atMost, PunctuationType.WALL_CLOCK_TIME, now -> giveUp(record));
  }

  /** Processes two records in their order, and sends what came of the second first. */
  private void swap(SourceRecord first, SourceRecord second) {
    hop.pass(
        first,
        (outputs, sending) -> {
          hop.pass(
              second,
              (earlier, sendingEarlier) -> {
                planting.crashes().beforeSend(first);
                planting.crashes().beforeSend(second);
                Outlet.AS_THEY_ARE.send(earlier, sendingEarlier);
              });
          Outlet.AS_THEY_ARE.send(outputs, sending);
        });
    planting.crashes().sent(first);
    planting.crashes().sent(second);
    letGo(first);
  }

  /** Sends what came of a record that no other has followed. */
  private void giveUp(SourceRecord record) {
    pass(record, Outlet.AS_THEY_ARE);
    letGo(record);
  }

  private void letGo(SourceRecord record) {
    held = null;
    Objects.requireNonNull(patience).cancel();
    planting.held().release(record.partition());
  }

  private static void sleep(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
