package io.streamproof.verification.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection through a proxy: two sockets and a thread for each direction. The end of what one
 * side sends is passed on behind it; with the second the link ends.
 */
final class Link {
  private final Socket client;
  private final Socket server;
  private final Conditions conditions;
  private final Consumer<Link> onEnd;
  private final AtomicInteger running = new AtomicInteger(2);
  private final Thread there;
  private final Thread back;

  Link(Socket client, Socket server, Conditions conditions, Consumer<Link> onEnd) {
    this.client = client;
    this.server = server;
    this.conditions = conditions;
    this.onEnd = onEnd;
    this.there = thread(Direction.TO_SERVER, client, server);
    this.back = thread(Direction.TO_CLIENT, server, client);
  }

  void start() {
    there.start();
    back.start();
  }

  /** Resets both sides. */
  void reset() {
    reset(client);
    reset(server);
    there.interrupt();
    back.interrupt();
  }

  private Thread thread(Direction way, Socket from, Socket to) {
    Thread thread = new Thread(() -> run(way, from, to), "proxy-link");
    thread.setDaemon(true);
    return thread;
  }

  private void run(Direction way, Socket from, Socket to) {
    try {
      forward(way, from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      // An end is gone: the other must not wait for it.
      reset();
    }
    if (running.decrementAndGet() == 0) {
      reset();
      onEnd.accept(this);
    }
  }

  private void forward(Direction way, InputStream from, OutputStream to)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[Conditions.LARGEST_CHUNK];
    int read = 0;
    while (read >= 0) {
      read = from.read(buffer, 0, conditions.chunk());
      conditions.admit(way, Math.max(0, read), System.nanoTime());
      if (read > 0) {
        to.write(buffer, 0, read);
      }
    }
  }

  /** Closes at once and tells the other end so, whatever was still to be sent. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
