package io.streamproof.verification.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Forwards what comes to a loopback port to a server, under whatever disturbance it is told. What
 * is under way is bounded: at most 64 KiB for each connection and direction, besides the buffers of
 * the sockets.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;

  private final int port;
  private final InetSocketAddress server;
  private final Conditions conditions = new Conditions();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket door;
  private @Nullable Thread porter;

  private TcpProxy(int port, InetSocketAddress server) {
    this.port = port;
    this.server = server;
  }

  /** Opens a proxy at a loopback port. The server need not be there yet. */
  public static TcpProxy open(int port, InetSocketAddress server) {
    TcpProxy proxy = new TcpProxy(port, server);
    proxy.listen();
    return proxy;
  }

  /** Disturbs all connections, in place of what disturbed them before. */
  public synchronized void disturb(Disturbance disturbance) {
    conditions.change(disturbance);
    if (disturbance instanceof Disturbance.Dropped) {
      shut();
    } else {
      listen();
    }
  }

  /** Ends the disturbance; what was held up arrives. */
  public synchronized void heal() {
    conditions.change(null);
    listen();
  }

  /** Drops all connections for good. */
  @Override
  public synchronized void close() {
    shut();
  }

  private synchronized void listen() {
    if (door != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      door = opened;
      Thread thread = new Thread(() -> accept(opened), "proxy-" + port);
      thread.setDaemon(true);
      thread.start();
      porter = thread;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy's port " + port + " cannot be had", e);
    }
  }

  private void shut() {
    ServerSocket open = door;
    door = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    awaitPorter();
    links.forEach(Link::reset);
  }

  /** Until it has gone the system may still take connections, and does not give the port again. */
  private void awaitPorter() {
    Thread gone = porter;
    porter = null;
    try {
      if (gone != null) {
        gone.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket open) {
    try {
      while (true) {
        connect(open.accept());
      }
    } catch (IOException e) {
      // Shutting the door is what ends this.
      if (!open.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void connect(Socket client) {
    Socket other = new Socket();
    try {
      other.connect(server, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      other.setTcpNoDelay(true);
    } catch (IOException e) {
      // The server is away, and so it looks to the client.
      Link.reset(client);
      Link.reset(other);
      return;
    }
    link(client, other);
  }

  /** Takes no lock: who shuts the door holds it, and waits for this. */
  private void link(Socket client, Socket other) {
    Link link = new Link(client, other, conditions, links::remove);
    links.add(link);
    link.start();
  }
}
