package io.streamproof.ingest.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body that has to come at a least pace: while it is waited for, so much in each stretch of time.
 * Time in which nobody reads is not its client's. What came early does not make up for what comes
 * late, so that a client that slows down to a trickle is cut off as well.
 */
public final class PacedInput extends FilterInputStream {
  private final Pace pace;
  private final LongSupplier nanoTime;
  private long waitedNanos;
  private long bytes;

  /** At least so many bytes in each stretch of waiting. */
  public record Pace(long leastBytes, Duration stretch) {}

  public PacedInput(InputStream in, Pace pace, LongSupplier nanoTime) {
    super(in);
    this.pace = pace;
    this.nanoTime = nanoTime;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    long begin = nanoTime.getAsLong();
    int read = super.read(target, from, length);
    waitedNanos += nanoTime.getAsLong() - begin;
    bytes += Math.max(0, read);
    if (read >= 0 && waitedNanos >= pace.stretch().toNanos()) {
      beginStretch();
    }
    return read;
  }

  private void beginStretch() throws TooSlowException {
    if (bytes < pace.leastBytes()) {
      throw new TooSlowException(pace);
    }
    waitedNanos = 0;
    bytes = 0;
  }

  /** The body comes too slowly. */
  public static final class TooSlowException extends IOException {
    private static final long serialVersionUID = 1L;

    private TooSlowException(Pace pace) {
      super(
          "the body came too slowly: less than %d bytes in %d s"
              .formatted(pace.leastBytes(), pace.stretch().toSeconds()));
    }
  }
}
