package io.streamproof.operator.host;

import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Starts and stops the stage: preparation, state folder, streams. It starts beside the application,
 * so that a process that waits for its brokers is alive, answers probes and can be stopped.
 */
public final class StageHost implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(StageHost.class);
  private static final int EXIT_CODE = 1;

  private final Stage stage;
  private final Preparation preparation;
  private final Path stateBase;
  private final StreamsBuilderFactoryBean streams;
  private final Exit exit;
  private @Nullable Thread starter;
  private volatile @Nullable StateFolder folder;

  public StageHost(
      Stage stage,
      Preparation preparation,
      Path stateBase,
      StreamsBuilderFactoryBean streams,
      Exit exit) {
    this.stage = stage;
    this.preparation = preparation;
    this.stateBase = stateBase;
    this.streams = streams;
    this.exit = exit;
  }

  @Override
  public void start() {
    Thread thread = new Thread(this::run, "stage-start");
    starter = thread;
    thread.start();
  }

  /** Commits what has been processed and leaves the group; bounded by the streams' own time-out. */
  @Override
  public void stop() {
    Thread thread = starter;
    if (thread != null) {
      thread.interrupt();
      join(thread);
    }
    streams.stop();
    StateFolder claimed = folder;
    if (claimed != null) {
      claimed.close();
    }
    starter = null;
  }

  @Override
  public boolean isRunning() {
    return starter != null;
  }

  private void run() {
    String group = stage.pipeline().group(stage.specification());
    try {
      String cluster = preparation.run();
      StateFolder claimed = StateFolder.claim(stateBase, cluster, group);
      folder = claimed;
      Properties settings = Objects.requireNonNull(streams.getStreamsConfiguration());
      settings.put(StreamsConfig.STATE_DIR_CONFIG, claimed.path().toString());
      streams.setStreamsConfiguration(settings);
      streams.start();
    } catch (InterruptedException e) {
      log.info("Stage {} was stopped before it started.", group);
    } catch (UnusableException e) {
      log.error("Stage {} cannot run: {} {}", group, e.getMessage(), e.mend());
      exit.with(UnusableException.EXIT_CODE);
    } catch (KafkaException e) {
      log.error("Stage {} gives up on its brokers: {}", group, e.getMessage());
      exit.with(EXIT_CODE);
    } catch (RuntimeException e) {
      log.error("Stage {} cannot start.", group, e);
      exit.with(EXIT_CODE);
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
