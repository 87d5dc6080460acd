package io.streamproof.operator.host;

import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    CompletableFuture.allOf(
            hosts.stream().map(StageHosts::stopping).toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private static CompletableFuture<Void> stopping(StageHost host) {
    return CompletableFuture.runAsync(
        host::stop, work -> new Thread(work, "stop-" + host.group()).start());
  }

  @Override
  public boolean isRunning() {
    return hosts.stream().anyMatch(StageHost::isStarted);
  }
}
