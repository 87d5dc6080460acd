package io.streamproof.audit.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.streamproof.audit.tracing.RebuiltSpan;
import io.streamproof.audit.tracing.SpanSink.NotExportedException;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.trace.MessageSpan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sink before a collector of the test's own. */
class OtlpSpanSinkTests {
  private final List<byte[]> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;
  private final HttpServer collector;

  OtlpSpanSinkTests() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          requests.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  @Test
  void anotherInstanceExportsTheSameToTheLastByte() {
    sink().export(spans(3));
    sink().export(spans(3));
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0)).isNotEmpty().isEqualTo(requests.get(1));
  }

  @Test
  void saysThatItsSpansAreReconstructedAndWhoseTheyAre() {
    sink().export(spans(1));
    assertThat(new String(requests.get(0), ISO_8859_1))
        .contains("streamproof.reconstructed", "streamproof-ingest", "streamproof.finding");
  }

  @Test
  void exportsNoMoreThanALimitAtOnce() {
    sink().export(spans(1_001));
    assertThat(requests).hasSize(3);
  }

  @Test
  void failsWhenTheCollectorDoesNotTakeThem() {
    status = 400;
    assertThatThrownBy(() -> sink().export(spans(1))).isInstanceOf(NotExportedException.class);
  }

  private OtlpSpanSink sink() {
    return new OtlpSpanSink(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(
                "http://localhost:%s/v1/traces".formatted(collector.getAddress().getPort()))
            .build());
  }

  private static List<RebuiltSpan> spans(int number) {
    return IntStream.range(1, number + 1)
        .mapToObj(
            n ->
                new RebuiltSpan(
                    new MessageSpan(
                        "send orders",
                        SpanKind.PRODUCER,
                        new TraceContext(
                            "0af7651916cd43dd8448eb211c80319c",
                            String.format(Locale.ROOT, "%016x", n),
                            "00"),
                        null,
                        Attributes.empty(),
                        null),
                    "streamproof-ingest",
                    1_767_225_610_123_456L,
                    new RebuiltSpan.Event("streamproof.finding", Attributes.empty()),
                    "LOST: why"))
        .toList();
  }
}
