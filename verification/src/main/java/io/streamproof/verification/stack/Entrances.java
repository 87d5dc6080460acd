package io.streamproof.verification.stack;

import io.streamproof.verification.proxy.TcpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The proxies before the broker or the database: one for each service that is to have one. */
final class Entrances implements AutoCloseable {
  private final Map<String, Entrance> entrances = new TreeMap<>();

  /** A proxy, and the port at which it is. */
  private record Entrance(int port, TcpProxy proxy) {}

  private Entrances() {}

  /**
   * Opens them.
   *
   * @param behind the port of the server to which a service's proxy leads
   */
  static Entrances open(Set<String> services, ToIntFunction<String> behind) {
    Entrances opened = new Entrances();
    for (String service : services) {
      int port = FreePorts.next();
      InetSocketAddress server =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.applyAsInt(service));
      opened.entrances.put(service, new Entrance(port, TcpProxy.open(port, server)));
    }
    return opened;
  }

  /** The port for a service: its proxy's, or the server's own. */
  int port(String service, int direct) {
    Entrance entrance = entrances.get(service);
    return entrance == null ? direct : entrance.port();
  }

  /** The proxy of a service; null: it has none. */
  @Nullable TcpProxy proxy(String service) {
    Entrance entrance = entrances.get(service);
    return entrance == null ? null : entrance.proxy();
  }

  @Override
  public void close() {
    entrances.values().forEach(entrance -> entrance.proxy().close());
  }
}
