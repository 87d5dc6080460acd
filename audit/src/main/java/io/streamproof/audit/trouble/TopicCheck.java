package io.streamproof.audit.trouble;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.trouble.Trouble.Effect;
import io.streamproof.pipeline.kafka.TopicProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
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

  /** Takes what was found wrong with the topics of a pipeline. */
  public void found(AuditedPipeline pipeline, List<TopicProblem> problems) {
    List<Trouble> found = new ArrayList<>();
    problems.stream()
        .filter(TopicProblem::isFatal)
        .forEach(problem -> found.add(new Trouble(effect(problem.kind()), problem.toString())));
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

  private static Effect effect(TopicProblem.Kind kind) {
    return switch (kind) {
      case MISSING, PARTITIONS -> Effect.OUTAGE;
      case COMPACTION -> Effect.REMOVAL;
      case SETTING, RISK, UNREADABLE -> Effect.DOUBT;
    };
  }
}
