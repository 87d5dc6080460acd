package io.streamproof.verification.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTests {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int NOTHING_MILLIS = 200;

  private ServerSocket server;
  private TcpProxy proxy;
  private int port;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, LOOPBACK);
    Thread echo = new Thread(this::serve, "echo");
    echo.setDaemon(true);
    echo.start();
    port = freePort();
    proxy = TcpProxy.open(port, new InetSocketAddress(LOOPBACK, server.getLocalPort()));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void forwardsBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(echoed(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void forwardsMoreThanItsBuffersHold() throws IOException {
    byte[] much = new byte[3 << 20];
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) (i * 31);
    }
    try (Socket client = connect()) {
      Thread writer = new Thread(() -> write(client, much));
      writer.start();
      assertThat(client.getInputStream().readNBytes(much.length)).isEqualTo(much);
    }
  }

  @Test
  void passesOnTheEndOfWhatWasSentBehindIt() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write("last".getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("last");
    }
  }

  @Test
  void dropsConnectionsRefusesNewOnesAndHeals() throws IOException {
    try (Socket client = connect()) {
      assertThat(echoed(client, "a")).isEqualTo("a");

      proxy.disturb(new Disturbance.Dropped());

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    proxy.heal();

    try (Socket client = connect()) {
      assertThat(echoed(client, "b")).isEqualTo("b");
    }
  }

  @Test
  void cutsTheWayToTheServerUntilItHeals() throws IOException {
    try (Socket client = connect()) {
      proxy.disturb(new Disturbance.Cut(Direction.TO_SERVER));
      client.getOutputStream().write('x');
      hearsNothing(client);

      proxy.heal();

      assertThat(client.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void cutsTheWayBackOnly() throws IOException {
    try (Socket client = connect()) {
      proxy.disturb(new Disturbance.Cut(Direction.TO_CLIENT));
      client.getOutputStream().write('x');
      hearsNothing(client);

      // The echo is held up on its way back, so the cut of the other way does not hold it.
      proxy.disturb(new Disturbance.Cut(Direction.TO_SERVER));

      assertThat(client.getInputStream().read()).isEqualTo('x');
      client.getOutputStream().write('y');
      hearsNothing(client);
    }
  }

  @Test
  void acceptsConnectionsWhileItIsCut() throws IOException {
    proxy.disturb(new Disturbance.Cut(Direction.BOTH));
    try (Socket client = connect()) {
      client.getOutputStream().write('x');
      hearsNothing(client);
      proxy.heal();
      assertThat(client.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void delaysEachWay() throws IOException {
    try (Socket client = connect()) {
      assertThat(echoed(client, "a")).isEqualTo("a");
      proxy.disturb(new Disturbance.Delayed(Duration.ofMillis(80)));

      long begin = System.nanoTime();
      assertThat(echoed(client, "b")).isEqualTo("b");

      assertThat(millisSince(begin)).isGreaterThanOrEqualTo(160);
    }
  }

  @Test
  void throttlesEachWay() throws IOException {
    try (Socket client = connect()) {
      proxy.disturb(new Disturbance.Throttled(10_000));

      long begin = System.nanoTime();
      client.getOutputStream().write(new byte[3_000]);
      client.getInputStream().readNBytes(3_000);

      assertThat(millisSince(begin)).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void resetsTheClientOfAServerThatIsAway() throws IOException {
    proxy.close();
    // Nobody has ever listened there: a server that closes may still take a connection.
    proxy = TcpProxy.open(port, new InetSocketAddress(LOOPBACK, freePort()));
    try (Socket client = connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  /** Below the ports that systems give to outgoing connections, lest one of these takes it. */
  private static int freePort() throws IOException {
    int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
    try (ServerSocket free = new ServerSocket(port, 1, LOOPBACK)) {
      return free.getLocalPort();
    } catch (BindException e) {
      return freePort();
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(LOOPBACK, port);
    client.setSoTimeout(10_000);
    return client;
  }

  private static String echoed(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
    return new String(client.getInputStream().readNBytes(text.length()), UTF_8);
  }

  private static void hearsNothing(Socket client) throws IOException {
    client.setSoTimeout(NOTHING_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(10_000);
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private static void write(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket accepted = server.accept();
        Thread thread = new Thread(() -> echo(accepted));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket accepted) {
    try (accepted) {
      accepted.getInputStream().transferTo(accepted.getOutputStream());
    } catch (IOException e) {
      // The proxy has reset it, as some tests want it.
      return;
    }
  }
}
