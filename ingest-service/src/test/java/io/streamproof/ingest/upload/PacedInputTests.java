package io.streamproof.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamproof.ingest.upload.PacedInput.LeastRate;
import io.streamproof.ingest.upload.PacedInput.TooSlowException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacedInputTests {
  private static final LeastRate RATE = new LeastRate(100, Duration.ofSeconds(10));

  private long seconds;
  private int secondsPerRead;

  @Test
  void cutsOffWhatTricklesFromTheBegin() {
    PacedInput body = body();
    secondsPerRead = 1;

    assertThatExceptionOfType(TooSlowException.class)
        .isThrownBy(() -> read(body, 20, 9))
        .withMessageContaining("less than 100 bytes in 10 s");
    assertThat(seconds).isEqualTo(10);
  }

  @Test
  void cutsOffWhatBeginsFastAndThenTrickles() throws IOException {
    PacedInput body = body();
    read(body, 1, 1_000_000);
    secondsPerRead = 1;
    read(body, 10, 1);

    assertThatExceptionOfType(TooSlowException.class).isThrownBy(() -> read(body, 20, 1));
    assertThat(seconds).isEqualTo(20);
  }

  @Test
  void takesWhatComesAtTheLeastPaceForEver() throws IOException {
    PacedInput body = body();
    secondsPerRead = 1;

    read(body, 1_000, 10);
  }

  @Test
  void blamesNobodyForTheTimeInWhichItIsNotRead() throws IOException {
    PacedInput body = body();

    for (int i = 0; i < 100; i++) {
      read(body, 1, 1);
      seconds += 60;
    }
  }

  private static void read(PacedInput body, int times, int bytes) throws IOException {
    for (int i = 0; i < times; i++) {
      assertThat(body.read(new byte[bytes])).isEqualTo(bytes);
    }
  }

  private PacedInput body() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] target, int from, int length) {
            seconds += secondsPerRead;
            return length;
          }
        };
    return new PacedInput(endless, RATE, () -> Duration.ofSeconds(seconds).toNanos());
  }
}
