package io.streamproof.ingest.http;

import io.streamproof.ingest.event.AttributeRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** How a request carries events: CloudEvents' HTTP binding, told by the media type. */
enum Mode {
  BINARY,
  STRUCTURED,
  BATCH;

  private static final String CLOUD_EVENTS = "application/cloudevents";
  private static final List<MediaType> SUPPORTED =
      List.of(
          MediaType.APPLICATION_JSON,
          MediaType.parseMediaType("application/cloudevents+json"),
          MediaType.parseMediaType("application/cloudevents-batch+json"));

  static Mode of(@Nullable String contentType) throws HttpMediaTypeNotSupportedException {
    if (contentType == null) {
      return BINARY;
    }
    if (!AttributeRules.isJson(contentType)) {
      throw MediaTypes.unsupported("the body must be JSON in UTF-8", SUPPORTED);
    }
    String type = MediaTypes.essence(contentType);
    return switch (type) {
      case "application/cloudevents+json" -> STRUCTURED;
      case "application/cloudevents-batch+json" -> BATCH;
      default -> {
        if (type.startsWith(CLOUD_EVENTS)) {
          throw MediaTypes.unsupported("no such format of CloudEvents is known here", SUPPORTED);
        }
        yield BINARY;
      }
    };
  }
}
