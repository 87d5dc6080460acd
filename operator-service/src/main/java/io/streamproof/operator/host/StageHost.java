package io.streamproof.operator.host;

import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops one stage: preparation, state folder, streams. It starts in a thread of its own,
 * so that a process that waits for its brokers is alive, answers probes and can be stopped. A stage
 * that fails for good ends the process.
 */
public final class StageHost {
  private static final Logger log = LoggerFactory.getLogger(StageHost.class);
  private static final int EXIT_CODE = 1;

  private final Stage stage;
  private final String group;
  private final Preparation preparation;
  private final Path stateBase;
  private final StreamsFactory factory;
  private final Duration stopLimit;
  private final @Nullable String faults;
  private final Exit exit;
  private volatile boolean stopping;
  private volatile @Nullable Thread starter;
  private @Nullable StateFolder folder;
  private volatile @Nullable KafkaStreams streams;

  /**
   * Hosts a stage.
   *
   * @param stateBase where state folders are created
   * @param stopLimit how long a stop may take to commit and close
   * @param faults the faults that are injected, in words; null: none
   */
  public StageHost(
      Stage stage,
      Preparation preparation,
      Path stateBase,
      StreamsFactory factory,
      Duration stopLimit,
      @Nullable String faults,
      Exit exit) {
    this.stage = stage;
    this.group = stage.pipeline().group(stage.specification());
    this.preparation = preparation;
    this.stateBase = stateBase;
    this.factory = factory;
    this.stopLimit = stopLimit;
    this.faults = faults;
    this.exit = exit;
  }

  void start() {
    stopping = false;
    Thread thread = new Thread(this::run, "start-" + group);
    starter = thread;
    thread.start();
  }

  /** Commits what has been processed and leaves the group. */
  void stop() {
    Thread thread = starter;
    stopping = true;
    if (thread != null) {
      thread.interrupt();
      join(thread);
    }
    close();
    starter = null;
  }

  String group() {
    return group;
  }

  boolean isStarted() {
    return starter != null;
  }

  boolean isRunning() {
    return state() == State.RUNNING;
  }

  /** Identity and state, for the health endpoint. */
  Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("pipeline", stage.pipeline().name());
    status.put("stage", stage.name());
    status.put("specification", stage.pipeline().hash());
    status.put("state", state());
    if (faults != null) {
      status.put("faults", faults);
    }
    return status;
  }

  private void run() {
    try {
      start(preparation.run());
    } catch (InterruptedException e) {
      log.info("Stage {} was stopped before it started.", group);
    } catch (RuntimeException e) {
      if (stopping) {
        log.info("Stage {} was stopped while it started: {}", group, e.toString());
      } else {
        fail(e);
      }
    }
  }

  private void fail(RuntimeException failure) {
    if (failure instanceof UnusableException unusable) {
      cannotRun(unusable);
    } else if (failure instanceof KafkaException) {
      log.error("Stage {} gives up on its brokers: {}", group, failure.getMessage());
      exit.with(EXIT_CODE);
    } else {
      log.error("Stage {} cannot start.", group, failure);
      exit.with(EXIT_CODE);
    }
  }

  private void cannotRun(UnusableException unusable) {
    log.error("Stage {} cannot run: {}", group, unusable.told());
    exit.with(UnusableException.EXIT_CODE);
  }

  private synchronized void start(String cluster) {
    folder = StateFolder.claim(stateBase, cluster, group);
    FailurePolicy failures =
        new FailurePolicy(preparation.advice(), InstantSource.system(), this::cannotRun);
    KafkaStreams created = factory.create(folder.path(), this::changed, failures);
    streams = created;
    created.start();
  }

  private synchronized void close() {
    KafkaStreams closing = streams;
    if (closing != null) {
      closing.close(
          CloseOptions.timeout(stopLimit)
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
      factory.release(closing);
      streams = null;
    }
    if (folder != null) {
      folder.close();
      folder = null;
    }
  }

  private State state() {
    KafkaStreams current = streams;
    return current == null ? State.CREATED : current.state();
  }

  private void changed(State now, State before) {
    if (now == State.ERROR) {
      log.error("Stage {} has failed; its process ends.", group);
      exit.with(EXIT_CODE);
    } else {
      log.info("Stage {} is {}, was {}.", group, now, before);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
