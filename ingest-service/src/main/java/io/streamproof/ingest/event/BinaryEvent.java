package io.streamproof.ingest.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event in binary mode: attributes in {@code ce-} headers, data in the body. */
public final class BinaryEvent {
  private static final String PREFIX = "ce-";

  private BinaryEvent() {}

  /**
   * Reads an event.
   *
   * @param headers of the request, by their names in lower case
   * @param contentType of the body; null where it has none
   */
  public static Reading read(
      Map<String, List<String>> headers, @Nullable String contentType, byte[] body) {
    EventDraft draft = new EventDraft();
    headers.forEach(
        (header, values) -> {
          if (header.startsWith(PREFIX)) {
            values.forEach(value -> put(draft, header.substring(PREFIX.length()), value));
          }
        });
    if (contentType != null) {
      draft.put("datacontenttype", contentType);
    }
    if (contentType != null || body.length > 0) {
      draft.data(body);
    }
    return draft.reading();
  }

  private static void put(EventDraft draft, String name, String header) {
    try {
      draft.put(name, HeaderValue.decode(name, header));
    } catch (RejectedException e) {
      draft.reject(e.rejection().detail());
    }
  }
}
