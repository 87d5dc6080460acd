package io.streamproof.audit.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.streamproof.audit.tracing.RebuiltSpan;
import io.streamproof.audit.tracing.SpanSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends spans through OpenTelemetry's exporter, a bounded number at a time. */
final class OtlpSpanSink implements SpanSink {
  private static final int MOST = 500;

  /** The exporter has a limit of its own, 10 s unless configured; this is for one that hangs. */
  private static final long LONGEST_SECONDS = 60;

  private final SpanExporter exporter;

  OtlpSpanSink(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public void export(List<RebuiltSpan> spans) {
    Map<String, Resource> services = new HashMap<>();
    for (int from = 0; from < spans.size(); from += MOST) {
      List<SpanData> batch =
          spans.subList(from, Math.min(from + MOST, spans.size())).stream()
              .<SpanData>map(span -> data(span, services))
              .toList();
      CompletableResultCode result = exporter.export(batch).join(LONGEST_SECONDS, TimeUnit.SECONDS);
      if (!result.isSuccess()) {
        Throwable cause = result.getFailureThrowable();
        throw new NotExportedException(
            "the collector did not take %s spans%s"
                .formatted(batch.size(), cause == null ? "" : ": " + cause.getMessage()));
      }
    }
  }

  private static RebuiltSpanData data(RebuiltSpan span, Map<String, Resource> services) {
    return new RebuiltSpanData(
        span, services.computeIfAbsent(span.service(), RebuiltSpanData::resource));
  }
}
