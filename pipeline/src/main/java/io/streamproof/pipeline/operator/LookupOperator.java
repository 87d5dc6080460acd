package io.streamproof.pipeline.operator;

import dev.cel.common.values.NullValue;
import io.streamproof.pipeline.record.Event;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.spec.OperatorSpecification.Otherwise;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest payload per key of one event type, and completes the payloads of others with it.
 * "Latest" is by the order of the topic; a payload of null forgets what was kept. Events of any
 * further type pass nothing on.
 */
record LookupOperator(Lookup specification) implements Operator {
  @Override
  public boolean stateful() {
    return true;
  }

  @Override
  public void process(Event event, State state, Emitter emitter) {
    byte[] key = StateKeys.required(event);
    if (event.type().equals(specification.keep())) {
      keep(key, event.data(), state);
    } else if (specification.complete() == null || specification.complete().equals(event.type())) {
      complete(event, state.get(key), emitter);
    }
  }

  private static void keep(byte[] key, Object payload, State state) {
    if (payload instanceof NullValue) {
      state.delete(key);
    } else {
      state.put(key, JsonCodec.write(payload));
    }
  }

  private void complete(Event event, byte @Nullable [] kept, Emitter out) {
    if (kept == null && specification.otherwise() == Otherwise.DROP) {
      return;
    }
    if (kept == null && specification.otherwise() == Otherwise.DEAD_LETTER) {
      throw new UnprocessableException(
          "no " + specification.keep() + " is known for key " + event.keyText());
    }
    if (!(event.data() instanceof Map<?, ?> payload)) {
      throw new UnprocessableException("the payload to be completed is no JSON object");
    }
    Map<Object, Object> completed = new LinkedHashMap<>(payload);
    completed.put(specification.as(), kept == null ? NullValue.NULL_VALUE : JsonCodec.read(kept));
    out.emit(completed);
  }
}
