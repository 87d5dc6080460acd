package io.streamproof.operator.host;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer has fetched and cannot decode, as after damage on a disk. Kafka's clients have no
 * exception for it: only the message says where it is.
 *
 * @param offset null: not known
 * @param cause in the client's words
 */
record UndecodableBatch(TopicPartition partition, @Nullable Long offset, String cause) {
  /** The more precise ones first. */
  private static final List<Pattern> MESSAGES =
      List.of(
          Pattern.compile(
              "Record(?: batch)? for partition (?<partition>\\S+) at offset (?<offset>\\d+) is"
                  + " invalid, cause: (?<cause>.*)",
              Pattern.DOTALL),
          Pattern.compile(
              "(?<cause>Encountered corrupt message) when fetching offset (?<offset>\\d+) for"
                  + " topic-partition (?<partition>\\S+)"),
          Pattern.compile(
              "(?<cause>Failed to make progress) reading messages at"
                  + " (?<partition>\\S+)=(?<offset>\\d+)\\..*",
              Pattern.DOTALL),
          Pattern.compile(
              "(?<cause>Received exception when fetching the next record) from"
                  + " (?<partition>\\S+)\\. If needed.*(?<offset>)",
              Pattern.DOTALL));

  /** The batch that a failure is about, if it is about one. */
  static Optional<UndecodableBatch> in(Throwable failure) {
    for (Pattern message : MESSAGES) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        Matcher matcher = message.matcher(String.valueOf(cause.getMessage()));
        if (cause instanceof KafkaException && matcher.matches()) {
          return of(matcher, cause);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<UndecodableBatch> of(Matcher matcher, Throwable failure) {
    String name = matcher.group("partition");
    int dash = name.lastIndexOf('-');
    String offset = matcher.group("offset");
    Throwable cause = failure.getCause();
    return Optional.of(
        new UndecodableBatch(
            new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))),
            offset.isEmpty() ? null : Long.valueOf(offset),
            matcher.group("cause") + (cause == null ? "" : " (" + cause.getMessage() + ")")));
  }
}
