package io.streamproof.pipeline.record;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Builds plain objects from a parser's tokens. */
final class JsonReader {
  private JsonReader() {}

  /** The one value that a document holds. */
  static Object whole(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new UnreadableException("empty, where JSON was expected");
    }
    Object value = value(parser, first);
    if (parser.nextToken() != null) {
      throw new UnreadableException(
          "something stands behind the JSON value, at column "
              + parser.currentTokenLocation().getColumnNr());
    }
    return value;
  }

  private static Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> encodable(parser, parser.getString());
      case VALUE_NUMBER_INT -> JsonNumbers.integer(parser);
      case VALUE_NUMBER_FLOAT -> JsonNumbers.decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NullValue.NULL_VALUE;
      default -> throw new UnreadableException("unexpected " + token);
    };
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      String checked = encodable(parser, name);
      members.put(checked, value(parser, parser.nextToken()));
    }
    return new JsonObject(members);
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return new JsonArray(elements);
  }

  /** The text at which the parser is. An escape can spell what UTF-8 has no form for. */
  private static String encodable(JsonParser parser, String text) {
    if (!Utf8.isEncodable(text)) {
      throw new UnreadableException(
          "half a surrogate pair stands alone in the text at column "
              + parser.currentTokenLocation().getColumnNr()
              + ", for which UTF-8 has no form: write the whole character, or \\ufffd in its place");
    }
    return text;
  }
}
