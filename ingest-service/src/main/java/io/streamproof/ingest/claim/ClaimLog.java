package io.streamproof.ingest.claim;

import io.streamproof.pipeline.tally.Claim;
import java.util.List;

/** The claims topics, where claims are published. */
public interface ClaimLog {
  /**
   * Publishes claims and waits for the answers, for a bounded time.
   *
   * @return those of which it is not certain that they stand in the topic; to be published again
   */
  List<Claim> publish(String topic, List<Claim> claims);
}
