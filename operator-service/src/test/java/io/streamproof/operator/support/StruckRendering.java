package io.streamproof.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.fault.Strikes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.reference.ReferenceStage;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.stage.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a stage with faults planted in it must write, said once more and in another way than the
 * service does; and what it has written. As text, by the partition that it came from and the one it
 * lies in. A corrupted value is one that is truncated.
 */
public final class StruckRendering {
  private final Stage stage;
  private final Strikes strikes;
  private final Map<String, List<String>> lists = new TreeMap<>();

  private StruckRendering(Stage stage, Strikes strikes) {
    this.stage = stage;
    this.strikes = strikes;
  }

  /** What must stand in the topics of a stage, given its source topic and what strikes. */
  public static Map<String, List<String>> expected(
      Stage stage, List<SourceRecord> source, Strikes strikes) {
    StruckRendering expected = new StruckRendering(stage, strikes);
    Map<Integer, List<SourceRecord>> partitions = new TreeMap<>();
    source.forEach(r -> partitions.computeIfAbsent(r.partition(), p -> new ArrayList<>()).add(r));
    partitions.values().forEach(expected::partition);
    return expected.lists;
  }

  /** What stands in the topics. */
  public static Map<String, List<String>> observed(List<SourceRecord> outputs) {
    Map<String, List<String>> lists = new TreeMap<>();
    for (SourceRecord record : outputs) {
      Origin origin = Objects.requireNonNull(record.origin());
      add(
          lists,
          origin,
          record.topic() + "-" + record.partition(),
          record.value(),
          record.header(HeaderNames.TRACEPARENT) != null);
    }
    return lists;
  }

  private void partition(List<SourceRecord> records) {
    ReferenceStage reference = new ReferenceStage(stage);
    for (int i = 0; i < records.size(); i++) {
      SourceRecord record = records.get(i);
      List<OutputRecord> outputs = reference.process(record);
      MessageFault fault = strikes.on(record.partition(), record.offset());
      if (fault != null && fault.kind() == FaultKind.SWAP && i + 1 < records.size()) {
        i++;
        reference.process(records.get(i)).forEach(this::sent);
      }
      struck(fault == null ? null : fault.kind(), record, outputs);
    }
  }

  private void struck(@Nullable FaultKind kind, SourceRecord record, List<OutputRecord> outputs) {
    if (kind == FaultKind.DROP) {
      return;
    }
    for (int i = 0; i < outputs.size(); i++) {
      OutputRecord output = outputs.get(i);
      boolean first = i == 0;
      byte[] value = first && kind == FaultKind.CORRUPT ? half(output.value()) : output.value();
      int partitions = stage.pipeline().partitionsOf(output.topic());
      int partition =
          first && kind == FaultKind.MISROUTE
              ? (output.partition() + 1) % partitions
              : output.partition();
      boolean traced = !(first && kind == FaultKind.STRIP_TRACE);
      int times = first && kind == FaultKind.DUPLICATE ? 2 : 1;
      for (int n = 0; n < times; n++) {
        add(lists, output.origin(), output.topic() + "-" + partition, value, traced);
      }
    }
    if (kind == FaultKind.FORGE) {
      forged(record, outputs);
    }
  }

  private void forged(SourceRecord record, List<OutputRecord> outputs) {
    Origin origin =
        new Origin(
            stage.name(),
            record.partition(),
            record.offset(),
            outputs.size(),
            stage.pipeline().hash(),
            0);
    if (outputs.isEmpty()) {
      int partitions = stage.specification().partitions();
      int partition = Partitioner.partition(record.key(), record.partition(), partitions);
      String topic = stage.pipeline().outputTopic(stage.specification());
      add(lists, origin, topic + "-" + partition, record.value(), true);
    } else {
      OutputRecord first = outputs.get(0);
      add(lists, origin, first.topic() + "-" + first.partition(), first.value(), true);
    }
  }

  private void sent(OutputRecord output) {
    String place = output.topic() + "-" + output.partition();
    add(lists, output.origin(), place, output.value(), true);
  }

  private static byte[] half(byte @Nullable [] value) {
    return value == null || value.length == 0
        ? new byte[] {'0'}
        : Arrays.copyOf(value, value.length / 2);
  }

  private static void add(
      Map<String, List<String>> lists,
      Origin origin,
      String place,
      byte @Nullable [] value,
      boolean traced) {
    lists
        .computeIfAbsent(origin.partition() + " to " + place, k -> new ArrayList<>())
        .add(
            origin.id()
                + " "
                + (value == null ? "null" : new String(value, UTF_8))
                + (traced ? "" : " untraced"));
  }
}
