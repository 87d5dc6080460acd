package io.streamproof.security;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * What is left of a body once its request is answered is read for a while only, and of few requests
 * at once. Many clients read no answer before they have sent all; but one who sends for ever, and
 * be it without a token, would hold a thread for ever: its connection is closed. One whose body
 * came to its end keeps its connection: the answer promised that, and the next request may be on
 * its way already.
 */
final class UnreadBodyValve extends ValveBase {
  private static final Duration AT_MOST = Duration.ofSeconds(5);
  private static final int AT_ONCE = 32;

  private final Semaphore places = new Semaphore(AT_ONCE);

  UnreadBodyValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (request.isAsync() || request.isFinished()) {
      return;
    }
    response.finishResponse();
    if (!cameToItsEnd(request.getCoyoteRequest())) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private boolean cameToItsEnd(org.apache.coyote.Request body) {
    // One who waits to be asked for the body will not send it.
    if (body.hasExpectation() || !places.tryAcquire()) {
      return false;
    }
    try {
      return discard(body);
    } catch (IOException e) {
      // The client is gone, or was too slow: nothing is left to read.
      return false;
    } finally {
      places.release();
    }
  }

  /** Reads beneath the servlet's stream, which is closed with the answer; whether to the end. */
  private static boolean discard(org.apache.coyote.Request body) throws IOException {
    Discarded discarded = new Discarded();
    long beginNanos = System.nanoTime();
    int read = body.doRead(discarded);
    while (read >= 0 && System.nanoTime() - beginNanos < AT_MOST.toNanos()) {
      read = body.doRead(discarded);
    }
    return read < 0;
  }

  /** Where the server shows what it has read, which nobody looks at. */
  private static final class Discarded implements ApplicationBufferHandler {
    private ByteBuffer shown = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      shown = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return shown;
    }

    @Override
    public void expand(int size) {
      // It shows what it holds: there is nothing to make room for.
    }
  }
}
