package io.streamproof.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes and data of an event while it is read; becomes a {@link CloudEvent} only if all
 * rules of CloudEvents 1.0 are kept.
 */
final class EventDraft {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
  private static final String TRACE_PARENT = "traceparent";
  private static final String TRACE_STATE = "tracestate";
  private static final int MAX_ATTRIBUTES = 64;
  private static final byte[] NO_DATA = "null".getBytes(UTF_8);

  private final Map<String, String> attributes = new LinkedHashMap<>();
  private byte @Nullable [] data;
  private @Nullable RejectedException broken;

  /** Takes an attribute; the first one that breaks a rule is what the event is rejected for. */
  void put(String name, String value) {
    if (attributes.size() >= MAX_ATTRIBUTES) {
      reject("has more than " + MAX_ATTRIBUTES + " attributes");
    } else if (!NAME.matcher(name).matches()) {
      reject("attribute name \"" + Texts.shorten(name) + "\" is not of the letters a-z and digits");
    } else if (attributes.putIfAbsent(name, value) != null) {
      reject(name + " is given twice");
    } else if (!isDroppedIfBroken(name) && !AttributeRules.isText(value)) {
      reject(AttributeRules.noText(name));
    }
  }

  /** By W3C Trace Context. */
  private static boolean isDroppedIfBroken(String name) {
    return name.equals(TRACE_PARENT) || name.equals(TRACE_STATE);
  }

  void data(byte[] bytes) {
    if (data != null) {
      reject("data is given twice");
    }
    data = bytes;
  }

  /** Remembers a broken rule; the first one counts. */
  void reject(String detail) {
    if (broken == null) {
      broken = RejectedException.invalid(detail);
    }
  }

  @Nullable String get(String name) {
    return attributes.get(name);
  }

  Reading reading() {
    try {
      return new Reading.Valid(event());
    } catch (RejectedException e) {
      String id = attributes.get("id");
      return new Reading.Invalid(id == null ? null : Texts.shorten(id), e.rejection());
    }
  }

  CloudEvent event() throws RejectedException {
    if (broken != null) {
      throw broken;
    }
    String version = AttributeRules.required("specversion", get("specversion"));
    if (!version.equals("1.0")) {
      throw RejectedException.invalid(
          "specversion is \"" + Texts.shorten(version) + "\", where 1.0 is needed");
    }
    String id = AttributeRules.required("id", get("id"));
    String source = AttributeRules.source(get("source"));
    String type = AttributeRules.required("type", get("type"));
    AttributeRules.bounded("subject", get("subject"));
    AttributeRules.contentType(get("datacontenttype"));
    String time = get("time");
    TraceContext trace = TraceContext.parse(get(TRACE_PARENT));
    return new CloudEvent(
        id,
        source,
        type,
        time == null ? null : (Long) AttributeRules.time(time),
        data == null ? NO_DATA : data,
        trace,
        trace == null ? null : AttributeRules.traceState(get(TRACE_STATE)));
  }
}
