package io.streamproof.ingest.http;

import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.upload.PacedInput;
import io.streamproof.ingest.upload.PacedInput.LeastRate;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/** Bodies that are read whole, within the memory that is set aside for all of them. */
final class Bodies {
  private static final int PERMIT_BYTES = 1_024;

  private final Semaphore permits;
  private final LeastRate rate;

  Bodies(long maxMemoryBytes, LeastRate rate) {
    this.rate = rate;
    this.permits = new Semaphore(Math.toIntExact(maxMemoryBytes / PERMIT_BYTES) + 1);
  }

  /**
   * Sets memory aside for a request's body of at most so many bytes.
   *
   * @throws RejectedException if the body is larger, or no memory is left
   */
  Body open(HttpServletRequest request, int maxBytes) throws RejectedException {
    long length = request.getContentLengthLong();
    if (length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    int needed = (int) ((length < 0 ? maxBytes : length) / PERMIT_BYTES) + 1;
    if (!permits.tryAcquire(needed)) {
      throw new RejectedException(Rejection.unavailable("too many requests at once"));
    }
    return new Body(request, maxBytes, needed);
  }

  private static RejectedException tooLarge(int maxBytes) {
    return new RejectedException(
        Rejection.tooLarge("the body is larger than " + maxBytes + " bytes"));
  }

  /** A body with its memory, which is given back when it is closed. */
  final class Body implements AutoCloseable {
    private final HttpServletRequest request;
    private final int maxBytes;
    private final int held;

    private Body(HttpServletRequest request, int maxBytes, int held) {
      this.request = request;
      this.maxBytes = maxBytes;
      this.held = held;
    }

    byte[] read() throws IOException, RejectedException {
      InputStream in = new PacedInput(request.getInputStream(), rate, System::nanoTime);
      byte[] bytes = in.readNBytes(maxBytes);
      if (bytes.length == maxBytes && in.read() >= 0) {
        throw tooLarge(maxBytes);
      }
      return bytes;
    }

    @Override
    public void close() {
      permits.release(held);
    }
  }
}
