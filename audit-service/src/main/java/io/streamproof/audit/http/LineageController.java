package io.streamproof.audit.http;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.finding.Finding.Place;
import io.streamproof.audit.lineage.Contributors;
import io.streamproof.audit.lineage.Direction;
import io.streamproof.audit.lineage.LedgerNotes;
import io.streamproof.audit.lineage.Lineage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How a record came to be and what it caused; where an event stands. */
@RestController
final class LineageController {
  private final List<AuditedPipeline> pipelines;
  private final Lineage lineage;
  private final LedgerNotes notes;

  LineageController(List<AuditedPipeline> pipelines, Lineage lineage, LedgerNotes notes) {
    this.pipelines = pipelines;
    this.lineage = lineage;
    this.notes = notes;
  }

  @GetMapping(
      path = "/v1/lineage/{topic}/{partition}/{offset}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  LineageView lineage(
      @PathVariable String topic,
      @PathVariable String partition,
      @PathVariable String offset,
      @RequestParam @Nullable String direction,
      @RequestParam @Nullable String after,
      @RequestParam @Nullable String limit) {
    AuditedPipeline pipeline = pipelineOf(topic);
    long number = Parameters.number("partition", partition);
    int partitions = pipeline.specification().partitionsOf(topic);
    if (number >= partitions) {
      throw new UnknownException("%s has partitions 0 to %d".formatted(topic, partitions - 1));
    }
    return LineageView.of(
        lineage.of(
            pipeline,
            new Place(topic, (int) number, Parameters.number("offset", offset)),
            direction == null ? Direction.BOTH : direction(direction),
            new Contributors.Page(
                after == null ? -1 : Parameters.number("after", after), Parameters.limit(limit))));
  }

  @GetMapping(
      path = "/v1/pipelines/{pipeline}/messages",
      produces = MediaType.APPLICATION_JSON_VALUE)
  Messages messages(
      @PathVariable String pipeline, @RequestParam String source, @RequestParam String id) {
    AuditedPipeline audited =
        pipelines.stream()
            .filter(known -> known.name().equals(pipeline))
            .findFirst()
            .orElseThrow(() -> new UnknownException("no such pipeline is audited here"));
    List<Place> places = notes.events(audited, source, id);
    if (places.isEmpty()) {
      throw new UnknownException("the index of events knows no such event");
    }
    return new Messages(
        places.stream()
            .map(
                place ->
                    LineageView.of(
                        lineage.of(
                            audited, place, Direction.FORWARD, new Contributors.Page(-1, 5))))
            .toList());
  }

  /** Where an event stands in the source topic, and what each of its copies caused. */
  record Messages(List<LineageView> messages) {}

  private AuditedPipeline pipelineOf(String topic) {
    return pipelines.stream()
        .filter(pipeline -> isWalked(pipeline, topic))
        .findFirst()
        .orElseThrow(() -> new UnknownException("no pipeline that is audited here has that topic"));
  }

  private static boolean isWalked(AuditedPipeline pipeline, String topic) {
    return pipeline.topics().containsKey(topic) && !pipeline.role(topic).isClaims();
  }

  private static Direction direction(String text) {
    return Arrays.stream(Direction.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new BadParameterException("direction", "must be back, forward or both"));
  }
}
