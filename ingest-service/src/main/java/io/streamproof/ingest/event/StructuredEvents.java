package io.streamproof.ingest.event;

import io.streamproof.pipeline.record.JsonCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Events in the JSON format, one or a batch. Their data is cut out of the text byte by byte, never
 * written anew, so that it reaches the topic as the client wrote it.
 */
public final class StructuredEvents {
  /** The most events of a batch. */
  public static final int MAX_BATCH = 1_000;

  /** Data is checked by the codec's own limits; here only what surrounds it must be readable. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2 * JsonCodec.MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final byte[] json;
  private final JsonParser parser;

  private StructuredEvents(byte[] json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  /** Reads the event that is the whole text. */
  public static Reading readOne(byte[] json) {
    try (JsonParser parser = parser(json)) {
      StructuredEvents events = new StructuredEvents(json, parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw RejectedException.invalid("the body is no JSON object");
      }
      EventDraft draft = events.event();
      events.expectEnd();
      return draft.reading();
    } catch (RejectedException e) {
      return new Reading.Invalid(null, e.rejection());
    } catch (JacksonException e) {
      return new Reading.Invalid(null, noJson(e).rejection());
    }
  }

  /**
   * Reads a batch.
   *
   * @throws RejectedException if the text is no JSON array of at most {@link #MAX_BATCH} elements
   */
  public static List<Reading> readBatch(byte[] json) throws RejectedException {
    try (JsonParser parser = parser(json)) {
      StructuredEvents events = new StructuredEvents(json, parser);
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw RejectedException.invalid("the body is no JSON array");
      }
      List<Reading> readings = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (readings.size() == MAX_BATCH) {
          throw new RejectedException(
              Rejection.tooLarge("a batch has at most " + MAX_BATCH + " events"));
        }
        readings.add(events.element());
      }
      events.expectEnd();
      return readings;
    } catch (JacksonException e) {
      throw noJson(e);
    }
  }

  private static JsonParser parser(byte[] json) throws RejectedException {
    return FACTORY.createParser(ObjectReadContext.empty(), Utf8Json.check(json));
  }

  private Reading element() {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return event().reading();
    }
    parser.skipChildren();
    return new Reading.Invalid(null, Rejection.invalid("is no JSON object"));
  }

  private EventDraft event() {
    EventDraft draft = new EventDraft();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      member(draft, parser.currentName(), parser.nextToken());
    }
    return draft;
  }

  private void member(EventDraft draft, String name, JsonToken token) {
    if (name.equals("data")) {
      draft.data(slice());
    } else if (token == JsonToken.VALUE_NULL) {
      return;
    } else if (name.equals("data_base64")) {
      base64(draft, token);
    } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      parser.skipChildren();
      draft.reject("attribute " + Texts.shorten(name) + " is neither text, number nor boolean");
    } else if (token != JsonToken.VALUE_STRING && isText(name)) {
      draft.reject(name + " is no text");
    } else {
      draft.put(name, parser.getString());
    }
  }

  private void base64(EventDraft draft, JsonToken token) {
    try {
      if (token == JsonToken.VALUE_STRING) {
        draft.data(Base64.getDecoder().decode(parser.getString()));
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below, as is a value that is no text.
    }
    parser.skipChildren();
    draft.reject("data_base64 is not base64");
  }

  private static boolean isText(String name) {
    return switch (name) {
      case "specversion", "id", "source", "type", "time", "datacontenttype" -> true;
      default -> false;
    };
  }

  /** The bytes of the value that begins at the current token. */
  private byte[] slice() {
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    parser.finishToken();
    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
    return Arrays.copyOfRange(json, from, to);
  }

  private void expectEnd() throws RejectedException {
    if (parser.nextToken() != null) {
      throw RejectedException.invalid("something stands behind the JSON value");
    }
  }

  private static RejectedException noJson(JacksonException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " at line %s, column %s"
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    return RejectedException.invalid("no JSON" + where + ": " + e.getOriginalMessage());
  }
}
