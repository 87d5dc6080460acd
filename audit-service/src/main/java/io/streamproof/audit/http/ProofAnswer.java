package io.streamproof.audit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.streamproof.audit.report.Proof;
import io.streamproof.audit.report.ProofStage;
import io.streamproof.audit.report.ProvenSince;
import io.streamproof.audit.report.Report;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proof as it is answered.
 *
 * @param level how much the proof covers; so far always {@code content}
 * @param asOf everything that was acknowledged before is judged; null: nothing is yet
 * @param provenSince from where on the pipeline is covered; null: from its beginning
 * @param provenThrough everything acknowledged before {@code asOf} with an event time before this
 *     is proven right; null: nothing is
 * @param through the time that was asked for, if one was
 * @param reached whether everything acknowledged before the call with an event time before it is
 *     proven right
 */
record ProofAnswer(
    String pipeline,
    String level,
    @Nullable Instant asOf,
    @Nullable ProvenSince provenSince,
    @Nullable Instant provenThrough,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant through,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean reached,
    List<ProofStage> stages) {

  static ProofAnswer of(Proof proof, @Nullable Instant through) {
    return new ProofAnswer(
        proof.pipeline(),
        Report.CONTENT,
        proof.asOf(),
        proof.provenSince(),
        proof.provenThrough(),
        through,
        through == null ? null : proof.reaches(through),
        proof.stages());
  }
}
