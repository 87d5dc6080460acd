package io.streamproof.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the service logs as it is deployed. A JVM has one configuration of its logging. */
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class LogLinesIT {
  @Test
  void namesTheTraceOfARequestInItsLogLines(CapturedOutput output) throws Exception {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    try (Broker broker = Broker.start();
        Ingest ingest =
            Ingest.start(
                broker.bootstrapServers(),
                Ingest.pipeline("logs"),
                // As deployed, in place of the tests' own.
                "logging.config=classpath:logback-as-deployed.xml",
                "streamproof.ingest.broker-check-interval=1h",
                "streamproof.ingest.answer-within=500ms")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> ingest.send(ingest.event("a", Flights.one("A", 1))).statusCode() == 202);
      broker.pause();
      HttpResponse<String> event =
          ingest.send(
              ingest
                  .event("b", Flights.one("A", 1))
                  .header("traceparent", "00-" + trace + "-b7ad6b7169203331-00"));
      broker.resume();

      assertThat(event.statusCode()).isEqualTo(504);
      assertThat(output.getOut().lines())
          .anyMatch(line -> line.contains("no outcome in time") && line.contains(trace));
    }
  }
}
