package io.streamproof.verification.tamper;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.TopicReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The span ids in the headers of all records of a pipeline, by trace; copies repeat theirs. */
record CarriedSpans(Map<String, List<String>> byTrace) {

  static CarriedSpans read(Stack stack) {
    PipelineSpecification pipeline = stack.pipeline();
    Map<String, List<String>> byTrace = new HashMap<>();
    Stream.concat(
            Stream.of(pipeline.sourceTopic()),
            pipeline.stages().stream()
                .flatMap(s -> Stream.of(pipeline.outputTopic(s), pipeline.deadLetterTopic(s))))
        .distinct()
        .forEach(
            topic ->
                new TopicReader(stack.brokers())
                    .read(
                        topic,
                        record -> {
                          TraceContext trace =
                              TraceContext.parse(
                                  record.headers().lastHeader(HeaderNames.TRACEPARENT).value());
                          if (trace != null) {
                            byTrace
                                .computeIfAbsent(trace.traceId(), id -> new ArrayList<>())
                                .add(trace.spanId());
                          }
                        }));
    return new CarriedSpans(byTrace);
  }

  List<String> of(String traceId) {
    return byTrace.getOrDefault(traceId, List.of());
  }
}
