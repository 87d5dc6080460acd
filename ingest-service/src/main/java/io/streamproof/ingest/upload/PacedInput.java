package io.streamproof.ingest.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body that has to come at a least rate: while it is waited for, so much in each stretch of time.
 * Time in which nobody reads is not its client's. What came early does not make up for what comes
 * late, so that a client that slows down to a trickle is cut off as well.
 */
public final class PacedInput extends FilterInputStream {
  private final LeastRate rate;
  private final LongSupplier nanoTime;
  private long waitedNanos;
  private long bytes;

  /** At least so many bytes in each stretch of waiting. */
  public record LeastRate(long leastBytes, Duration stretch) {}

  public PacedInput(InputStream in, LeastRate rate, LongSupplier nanoTime) {
    super(in);
    this.rate = rate;
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
    if (read >= 0 && waitedNanos >= rate.stretch().toNanos()) {
      beginStretch();
    }
    return read;
  }

  private void beginStretch() throws TooSlowException {
    if (bytes < rate.leastBytes()) {
      throw new TooSlowException(rate);
    }
    waitedNanos = 0;
    bytes = 0;
  }

  /** The body comes too slowly. */
  public static final class TooSlowException extends IOException {
    private static final long serialVersionUID = 1L;

    private TooSlowException(LeastRate rate) {
      super(
          "the body came too slowly: less than %s bytes in %s s"
              .formatted(rate.leastBytes(), rate.stretch().toSeconds()));
    }
  }
}
