package io.streamproof.audit.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.streamproof.audit.tracing.RebuiltSpan;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A rebuilt span as the exporter takes it. Its resource names the service and nothing of the
 * instance that exports it: whichever does, the span is the same.
 */
record RebuiltSpanData(RebuiltSpan span, Resource resource) implements SpanData {
  private static final AttributeKey<Boolean> RECONSTRUCTED =
      AttributeKey.booleanKey("streamproof.reconstructed");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("io.streamproof.audit");

  /** One of them serves all spans of a service: the exporter groups spans by it. */
  static Resource resource(String service) {
    return Resource.create(Attributes.of(SERVICE, service));
  }

  @Override
  public String getName() {
    return span.message().name();
  }

  @Override
  public SpanKind getKind() {
    return span.message().kind();
  }

  @Override
  public SpanContext getSpanContext() {
    return span.message().context();
  }

  @Override
  public SpanContext getParentSpanContext() {
    return span.message().parent();
  }

  @Override
  public StatusData getStatus() {
    return span.error() == null
        ? StatusData.unset()
        : StatusData.create(StatusCode.ERROR, span.error());
  }

  @Override
  public long getStartEpochNanos() {
    return TimeUnit.MICROSECONDS.toNanos(span.atMicros());
  }

  @Override
  public long getEndEpochNanos() {
    return getStartEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return span.message().attributes().toBuilder().put(RECONSTRUCTED, true).build();
  }

  @Override
  public List<EventData> getEvents() {
    RebuiltSpan.Event event = span.event();
    return event == null
        ? List.of()
        : List.of(EventData.create(getStartEpochNanos(), event.name(), event.attributes()));
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return getEvents().size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return getAttributes().size();
  }

  /** The older name of the scope, which the interface still asks for. */
  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
