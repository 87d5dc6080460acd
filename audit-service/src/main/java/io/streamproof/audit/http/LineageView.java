package io.streamproof.audit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.streamproof.audit.finding.RecordJson;
import io.streamproof.audit.http.FindingView.Place;
import io.streamproof.audit.lineage.Contributors;
import io.streamproof.audit.lineage.LineageHop;
import io.streamproof.audit.lineage.LineageStep;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A step of lineage as calls answer it. Records are given as findings give them, with every digit
 * as it was written.
 *
 * @param matches {@code true}, {@code false} or {@code unknown}
 * @param cause the step before
 * @param hops what the stages that read the record made of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LineageView(
    @Nullable String stage,
    @Nullable Place at,
    @Nullable String origin,
    String matches,
    @Nullable String why,
    @JsonRawValue @Nullable String record,
    @JsonRawValue @Nullable String expected,
    @Nullable Others contributors,
    @Nullable LineageView cause,
    @Nullable List<Onward> hops) {

  static LineageView of(LineageStep step) {
    SourceRecord record = step.record();
    OutputRecord expected = step.expected();
    LineageStep cause = step.cause();
    return new LineageView(
        step.stage(),
        Place.of(step.place()),
        step.origin() == null ? null : step.origin().id(),
        lower(step.matches()),
        step.why(),
        record == null ? null : RecordJson.of(record),
        expected == null ? null : RecordJson.of(expected),
        Others.of(step.contributors()),
        cause == null ? null : of(cause),
        step.hops().isEmpty() ? null : step.hops().stream().map(Onward::of).toList());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a stage made of the record.
   *
   * @param outcome {@code emitted}, {@code discarded}, {@code kept}, {@code dead_lettered}, {@code
   *     lost}, {@code pending} or {@code unknown}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Onward(
      String stage,
      String operator,
      String outcome,
      @Nullable String why,
      @Nullable Others contributors,
      List<LineageView> emissions) {
    static Onward of(LineageHop hop) {
      return new Onward(
          hop.stage(),
          hop.operator(),
          lower(hop.outcome()),
          hop.why(),
          Others.of(hop.contributors()),
          hop.emissions().stream().map(LineageView::of).toList());
    }
  }

  /**
   * Further records from which an emission follows.
   *
   * @param complete whether {@code count} counts all, or at least so many
   * @param next for {@code after}: the next page; null: there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Others(
      String role,
      long count,
      boolean complete,
      @JsonRawValue String records,
      @Nullable Long next) {
    static @Nullable Others of(@Nullable Contributors contributors) {
      return contributors == null
          ? null
          : new Others(
              lower(contributors.role()),
              contributors.count(),
              contributors.complete(),
              contributors.records().stream().map(RecordJson::of).toList().toString(),
              contributors.next());
    }
  }
}
