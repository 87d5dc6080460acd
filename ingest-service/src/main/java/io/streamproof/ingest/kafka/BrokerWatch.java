package io.streamproof.ingest.kafka;

import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the brokers and topics at an interval, and shuts the gate of a pipeline while they
 * cannot be reached: so that its clients hear so at once, and not after the delivery's time-out.
 */
public final class BrokerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);

  private final Admin admin;
  private final Pipelines pipelines;
  private final Duration timeout;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "broker-watch"));

  public BrokerWatch(Admin admin, Pipelines pipelines, Duration timeout) {
    this.admin = admin;
    this.pipelines = pipelines;
    this.timeout = timeout;
  }

  public void start(Duration interval) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            this::lookAtAll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void close() {
    thread.shutdownNow();
  }

  private void lookAtAll() {
    try {
      pipelines.all().forEach(this::look);
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it the watch.
      LOG.error("cannot look after the brokers", e);
    }
  }

  private void look(ServedPipeline pipeline) {
    String name = pipeline.specification().name();
    String before = pipeline.gate().reason();
    Optional<String> trouble = trouble(pipeline);
    trouble.ifPresentOrElse(pipeline.gate()::shut, pipeline.gate()::open);
    String after = pipeline.gate().reason();
    if (after == null && before != null) {
      LOG.info("{} takes events again", name);
    } else if (after != null && !Objects.equals(before, after) && trouble.isPresent()) {
      LOG.warn("{} takes no events: {}", name, after);
    }
  }

  private Optional<String> trouble(ServedPipeline pipeline) {
    Set<String> names = TopicsAtStart.topicsOf(pipeline.specification()).keySet();
    int timeoutMillis = Math.toIntExact(timeout.toMillis());
    try {
      Map<String, TopicDescription> topics =
          admin
              .describeTopics(names, new DescribeTopicsOptions().timeoutMs(timeoutMillis))
              .allTopicNames()
              .get(2L * timeoutMillis, TimeUnit.MILLISECONDS);
      return topics.values().stream()
          .filter(BrokerWatch::lacksLeader)
          .findAny()
          .map(topic -> "topic " + topic.name() + " has a partition without a leader");
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? "its topics are not there"
              : "the brokers cannot be reached");
    } catch (TimeoutException e) {
      return Optional.of("the brokers cannot be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the service is shutting down");
    }
  }

  private static boolean lacksLeader(TopicDescription topic) {
    return topic.partitions().stream()
        .anyMatch(partition -> partition.leader() == null || partition.leader().isEmpty());
  }
}
