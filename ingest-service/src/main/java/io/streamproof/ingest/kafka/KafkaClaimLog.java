package io.streamproof.ingest.kafka;

import io.streamproof.ingest.claim.ClaimLog;
import io.streamproof.pipeline.tally.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Claims topics in Kafka; a claim stands in the partition of the same number as its records. */
public final class KafkaClaimLog implements ClaimLog {
  private final Producer<byte[], byte[]> producer;

  public KafkaClaimLog(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  @Override
  public List<Claim> publish(String topic, List<Claim> claims) {
    List<Claim> unconfirmed = new ArrayList<>();
    List<Future<RecordMetadata>> sent = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      Future<RecordMetadata> answer = unconfirmed.isEmpty() ? send(topic, claim) : null;
      if (answer == null || isRefused(answer)) {
        // The same would befall the rest, each after the same wait.
        unconfirmed.add(claim);
      } else {
        sent.add(answer);
      }
    }
    for (int index = 0; index < sent.size(); index++) {
      if (!isConfirmed(sent.get(index))) {
        unconfirmed.add(claims.get(index));
      }
    }
    return unconfirmed;
  }

  private @Nullable Future<RecordMetadata> send(String topic, Claim claim) {
    try {
      return producer.send(
          new ProducerRecord<>(topic, claim.partition(), claim.key(), claim.toJson()));
    } catch (KafkaException | IllegalStateException e) {
      return null;
    }
  }

  /** Whether the producer has not even taken it. */
  private static boolean isRefused(Future<RecordMetadata> answer) {
    return answer.isDone() && !isConfirmed(answer);
  }

  private static boolean isConfirmed(Future<RecordMetadata> answer) {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
