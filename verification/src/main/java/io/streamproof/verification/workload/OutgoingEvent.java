package io.streamproof.verification.workload;

import io.streamproof.pipeline.record.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a client sends it.
 *
 * @param type null: it has none, and so must be refused
 * @param time null: it says none
 * @param data its payload, as JSON
 */
public record OutgoingEvent(
    String source, String id, @Nullable String type, @Nullable Instant time, String data) {
  private static final byte[] DATA = ",\"data\":".getBytes(StandardCharsets.UTF_8);

  /** The event in the JSON format of CloudEvents; its payload stands there as it is. */
  public byte[] structured() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", id);
    attributes.put("source", source);
    if (type != null) {
      attributes.put("type", type);
    }
    if (time != null) {
      attributes.put("time", time.toString());
    }
    byte[] head = JsonCodec.write(attributes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + data.length() + 10);
    out.write(head, 0, head.length - 1);
    out.writeBytes(DATA);
    out.writeBytes(data.getBytes(StandardCharsets.UTF_8));
    out.write('}');
    return out.toByteArray();
  }
}
