package io.streamproof.ingest.kafka;

import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.spec.PipelineSpecification;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the brokers at start, and sees to it that each pipeline's topics are there. */
public final class TopicsAtStart {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsAtStart.class);
  private static final long PAUSE_MILLIS = 200;
  private static final Duration WORTH_TELLING = Duration.ofSeconds(3);

  private final Topics topics;
  private final Pipelines pipelines;
  private final Leaders leaders;
  private final Duration within;

  /**
   * @param timeout of one question to the leaders
   * @param within how long the brokers are waited for
   */
  public TopicsAtStart(
      Admin admin, TopicSettings settings, Pipelines pipelines, Duration timeout, Duration within) {
    this.topics = new Topics(admin, settings);
    this.leaders = new Leaders(admin, timeout);
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
    long startNanos = System.nanoTime();
    for (ServedPipeline pipeline : pipelines.all()) {
      await(pipeline, startNanos);
      pipeline.gate().open();
      PipelineSpecification served = pipeline.specification();
      LOG.info(
          "serving pipeline {}: {} partitions, specification {}",
          served.name(),
          served.partitions(),
          served.hash());
    }
  }

  private void await(ServedPipeline pipeline, long startNanos) throws InterruptedException {
    Duration told = Duration.ZERO;
    while (!pipeline.gate().isStopping()) {
      try {
        topics.ensure(Leaders.topicsOf(pipeline.specification()));
        leaders.check(pipeline.specification());
        return;
      } catch (IllegalStateException e) {
        throw new CannotStartException(
            String.valueOf(e.getMessage()), "Mend the topic or the specification.", e);
      } catch (KafkaException e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
        String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        if (waited.compareTo(within) > 0) {
          throw tooLate(waited, why, e);
        }
        // Topics that were just made are not there at once; that is not worth a word.
        if (waited.minus(told).compareTo(WORTH_TELLING) > 0) {
          told = waited;
          LOG.warn(
              "waiting for the brokers, {} s of {} s: {}",
              waited.toSeconds(),
              within.toSeconds(),
              why);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static CannotStartException tooLate(
      Duration waited, @Nullable String why, KafkaException cause) {
    return new CannotStartException(
        "The brokers do not answer after " + waited.toSeconds() + " s: " + why,
        "See that they run and that SPRING_KAFKA_BOOTSTRAP_SERVERS names them, or allow more time "
            + "with streamproof.ingest.startup-timeout.",
        cause);
  }
}
