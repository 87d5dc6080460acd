package io.streamproof.pipeline.kafka;

import io.streamproof.pipeline.spec.PipelineSpecification;

/** The part that a topic plays in a pipeline, which its name says. */
enum TopicPart {
  /** What ingest writes: it answers a client whose event is too large for the topic. */
  SOURCE(0),
  CLAIMS(1 << 10),
  OUTPUT(Topics.MAX_MESSAGE_BYTES),
  DEAD_LETTERS(Topics.MAX_DEAD_LETTER_BYTES),
  /** The log of a stage's state, the only topic without its pipeline's prefix. */
  CHANGELOG(Topics.MAX_STATE_BYTES);

  private final long neededBytes;

  TopicPart(long neededBytes) {
    this.neededBytes = neededBytes;
  }

  static TopicPart of(String topic) {
    String name = topic.substring(topic.indexOf('.') + 1);
    if (name.length() == topic.length()) {
      return CHANGELOG;
    }
    if (PipelineSpecification.isDeadLetterTopic(topic)) {
      return DEAD_LETTERS;
    }
    return switch (name) {
      case PipelineSpecification.SOURCE -> SOURCE;
      case PipelineSpecification.CLAIMS -> CLAIMS;
      default -> OUTPUT;
    };
  }

  /** How large a record must fit into the topic, or its writer stops. */
  long neededBytes() {
    return neededBytes;
  }
}
