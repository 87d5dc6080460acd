package io.streamproof.operator.host;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.springframework.context.SmartLifecycle;

/** The stages of this process: they start together and stop together. */
public final class StageHosts implements SmartLifecycle {
  private final List<StageHost> hosts;

  public StageHosts(List<StageHost> hosts) {
    this.hosts = List.copyOf(hosts);
  }

  List<StageHost> all() {
    return hosts;
  }

  @Override
  public void start() {
    hosts.forEach(StageHost::start);
  }

  /** Stops them at the same time: each may need its whole time limit. */
  @Override
  public void stop() {
    Executor threads = work -> new Thread(work, "stop-stage").start();
    CompletableFuture.allOf(
            hosts.stream()
                .map(host -> CompletableFuture.runAsync(host::stop, threads))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  @Override
  public boolean isRunning() {
    return hosts.stream().anyMatch(StageHost::isStarted);
  }
}
