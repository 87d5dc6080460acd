package io.streamproof.ingest.kafka;

import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import io.streamproof.pipeline.kafka.Patience;
import io.streamproof.pipeline.kafka.TopicProblem;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the brokers at start, and sees to it that each pipeline's topics are there. */
public final class TopicsAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsAtStart.class);

  private final Topics topics;
  private final Pipelines pipelines;
  private final Duration within;

  /**
   * @param within how long the brokers are waited for
   */
  public TopicsAtStart(Admin admin, TopicSettings settings, Pipelines pipelines, Duration within) {
    this.topics = new Topics(admin, settings);
    this.pipelines = pipelines;
    this.within = within;
  }

  /**
   * Opens each pipeline once its topics are there.
   *
   * @throws CannotStartException if the brokers do not answer in time, or a topic is not as the
   *     specification says
   */
  public void open() throws InterruptedException {
    Patience patience = new Patience(within, LOG::warn);
    for (ServedPipeline pipeline : pipelines.all()) {
      await(pipeline, patience);
      pipeline.gate().open();
      PipelineSpecification served = pipeline.specification();
      LOG.info(
          "serving pipeline {}: {} partitions, specification {}",
          served.name(),
          served.partitions(),
          served.hash());
    }
  }

  private void await(ServedPipeline pipeline, Patience patience) throws InterruptedException {
    try {
      patience
          .await(() -> serves(pipeline))
          .forEach(
              problem -> LOG.warn("pipeline {}: {}", pipeline.specification().name(), problem));
    } catch (IllegalStateException e) {
      throw new CannotStartException(
          String.valueOf(e.getMessage()), "Mend the topic or the specification.", e);
    } catch (KafkaException e) {
      throw new CannotStartException(
          "Pipeline " + pipeline.specification().name() + ": " + e.getMessage(),
          "See that they run, that SPRING_KAFKA_BOOTSTRAP_SERVERS names them and that the other"
              + " SPRING_KAFKA_* let the service in, or allow more time with"
              + " streamproof.ingest.startup-timeout.",
          e);
    }
  }

  /**
   * Sees to its topics, and gives what is only worth a warning; a service that is told to stop
   * meanwhile asks no more.
   */
  private List<TopicProblem> serves(ServedPipeline pipeline) {
    if (pipeline.gate().isStopping()) {
      return List.of();
    }
    return topics.ensure(Leaders.topicsOf(pipeline.specification()));
  }
}
