package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.JsonCodec;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The JSON object of a response. */
record Json(Map<?, ?> members) {
  static Json of(HttpResponse<String> response) {
    return new Json((Map<?, ?>) JsonCodec.read(response.body().getBytes(UTF_8)));
  }

  Object get(String name) {
    return Objects.requireNonNull(members.get(name), name);
  }

  /** The objects in an array. */
  List<Json> each(String name) {
    return ((List<?>) get(name))
        .stream().map(element -> new Json((Map<?, ?>) element)).collect(Collectors.toList());
  }
}
