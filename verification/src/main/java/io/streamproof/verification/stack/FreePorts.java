package io.streamproof.verification.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Loopback ports that nobody listens on. They are below the ranges from which systems take the
 * ports of outgoing connections, so that none is lost before its process binds it. Programs that
 * run at the same time take theirs from different blocks: whoever listens on the first port of a
 * block owns it until its JVM ends. Within a block ports are given in turn, so that one is given
 * again only after hundreds of others.
 */
final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int BLOCKS = 24;
  private static final int BLOCK_SIZE = 500;
  private static final int TRIES = 1_000;
  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
  private static final ServerSocket BLOCK = ownBlock();
  private static final AtomicInteger TURN = new AtomicInteger();

  private FreePorts() {}

  static int next() {
    for (int i = 0; i < BLOCK_SIZE; i++) {
      int port = BLOCK.getLocalPort() + 1 + TURN.getAndIncrement() % (BLOCK_SIZE - 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new StackException("no free port behind " + BLOCK.getLocalPort());
  }

  private static ServerSocket ownBlock() {
    for (int i = 0; i < TRIES; i++) {
      try {
        return listen(LOWEST + BLOCK_SIZE * RANDOM.nextInt(BLOCKS));
      } catch (IOException e) {
        // Another program owns that block.
      }
    }
    throw new StackException("no free ports from " + LOWEST + " on");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = listen(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
