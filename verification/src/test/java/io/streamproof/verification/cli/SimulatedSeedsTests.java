package io.streamproof.verification.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulatedSeedsTests {
  private final StringWriter out = new StringWriter();

  @Test
  void simulatesWithoutAnyService() {
    CommandLine line = Streamproof.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(new StringWriter()));
    assertThat(line.execute("verify", "--simulate", "3")).isEqualTo(ExitCode.PROVEN);
    assertThat(out.toString()).startsWith("0 of 3 seeds failed; ");
  }

  @Test
  void saysHowManyFailedAndHowFastItWas() {
    assertThat(SimulatedSeeds.summary(200, 1, Duration.ofSeconds(30)))
        .isEqualTo("1 of 200 seeds failed; 400 seeds a minute");
  }
}
