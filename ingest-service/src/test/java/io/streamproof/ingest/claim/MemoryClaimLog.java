package io.streamproof.ingest.claim;

import io.streamproof.pipeline.tally.Claim;
import java.util.ArrayList;
import java.util.List;

/** A claims topic in memory, which may lose answers: the claim stands, but nobody is told. */
final class MemoryClaimLog implements ClaimLog {
  private final List<Claim> published = new ArrayList<>();
  private int lostAnswers;
  private boolean broken;

  @Override
  public synchronized List<Claim> publish(String topic, List<Claim> claims) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    published.addAll(claims);
    if (lostAnswers > 0) {
      lostAnswers--;
      return claims;
    }
    return List.of();
  }

  synchronized void loseAnswers(int publications) {
    lostAnswers = publications;
  }

  synchronized void breakDown(boolean down) {
    broken = down;
  }

  synchronized List<Claim> published() {
    return List.copyOf(published);
  }
}
