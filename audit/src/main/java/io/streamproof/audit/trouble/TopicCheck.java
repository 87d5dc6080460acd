package io.streamproof.audit.trouble;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.trouble.Trouble.Effect;
import io.streamproof.pipeline.kafka.Patience;
import io.streamproof.pipeline.kafka.TopicProblem;
import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the topics of each pipeline against what its specification and correctness demand. What is
 * wrong with one pipeline's topics is no matter to the others, and over once it is changed.
 */
public final class TopicCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

  private final List<AuditedPipeline> pipelines;
  private final TopicSurvey survey;
  private final TroubleLog troubles;
  private final Map<String, List<Trouble>> known = new HashMap<>();
  private final Set<AuditedPipeline> unserved = new HashSet<>();

  /** Looks at topics. */
  @FunctionalInterface
  public interface TopicSurvey {
    /** All that is wrong with topics, given how many partitions each should have. */
    List<TopicProblem> problems(Map<String, Integer> partitionsByTopic);
  }

  public TopicCheck(List<AuditedPipeline> pipelines, TopicSurvey survey, TroubleLog troubles) {
    this.pipelines = List.copyOf(pipelines);
    this.survey = survey;
    this.troubles = troubles;
  }

  /**
   * Checks all pipelines for the first time, once brokers answer. Some of the topics may not be
   * served for long: once brokers have answered about any pipeline, those about which they do not
   * are waited for only a little longer.
   *
   * @param creating a survey that creates what is missing
   * @param longest to wait until brokers answer at all
   * @param longestForRest to wait for the others then
   * @throws KafkaException if brokers do not answer in time
   */
  public void begin(TopicSurvey creating, Duration longest, Duration longestForRest)
      throws InterruptedException {
    Set<AuditedPipeline> silent = new LinkedHashSet<>(pipelines);
    new Patience(longest, LOG::warn).await(() -> survey(silent, creating, pipelines.size() - 1));
    try {
      new Patience(longestForRest, LOG::warn).await(() -> survey(silent, creating, 0));
    } catch (KafkaException e) {
      String why = "brokers do not serve all of its topics: " + e.getMessage();
      silent.forEach(pipeline -> replace(pipeline, List.of(new Trouble(Effect.OUTAGE, why))));
      unserved.addAll(silent);
    }
  }

  /** Surveys silent pipelines, of which so many may stay silent. */
  private int survey(Set<AuditedPipeline> silent, TopicSurvey creating, int most) {
    @Nullable KafkaException last = null;
    for (AuditedPipeline pipeline : List.copyOf(silent)) {
      try {
        List<TopicProblem> problems = creating.problems(pipeline.topics());
        problems.stream()
            .filter(problem -> !problem.isFatal())
            .forEach(problem -> LOG.warn("{}", problem));
        found(pipeline, problems);
        silent.remove(pipeline);
      } catch (KafkaException e) {
        last = e;
      }
    }
    if (last != null && silent.size() > most) {
      throw last;
    }
    return silent.size();
  }

  /** Checks all pipelines once; where the brokers do not answer, what was found last stays. */
  public void step() {
    for (AuditedPipeline pipeline : pipelines) {
      try {
        found(pipeline, survey.problems(pipeline.topics()));
      } catch (KafkaException e) {
        LOG.warn("The topics of {} are checked again later: {}", pipeline.name(), e.toString());
        LOG.debug("The topics of {} cannot be checked", pipeline.name(), e);
      }
    }
  }

  private void found(AuditedPipeline pipeline, List<TopicProblem> problems) {
    List<Trouble> found = new ArrayList<>();
    boolean isUnserved = problems.stream().anyMatch(problem -> problem.kind() == Kind.UNSERVED);
    // Leaders change; what is worth a pipeline's outage lasts for longer than one check.
    boolean wasUnserved = isUnserved ? !unserved.add(pipeline) : unserved.remove(pipeline);
    problems.stream()
        .filter(TopicProblem::isFatal)
        .filter(problem -> problem.kind() != Kind.UNSERVED || wasUnserved)
        .forEach(problem -> found.add(new Trouble(effect(problem.kind()), problem.toString())));
    replace(pipeline, found);
  }

  private void replace(AuditedPipeline pipeline, List<Trouble> found) {
    troubles.replace(pipeline.name(), found);
    List<Trouble> before = known.getOrDefault(pipeline.name(), List.of());
    if (!found.equals(before)) {
      found.forEach(trouble -> LOG.error("{} is UNKNOWN: {}", pipeline.name(), trouble.what()));
      if (found.isEmpty()) {
        LOG.info("The topics of {} are as they should be again", pipeline.name());
      }
    }
    known.put(pipeline.name(), found);
  }

  private static Effect effect(Kind kind) {
    return switch (kind) {
      case MISSING, FORBIDDEN, UNSERVED, PARTITIONS -> Effect.OUTAGE;
      case COMPACTION -> Effect.REMOVAL;
      case SETTING, RISK, UNREADABLE -> Effect.DOUBT;
    };
  }
}
