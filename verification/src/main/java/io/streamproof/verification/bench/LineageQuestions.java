package io.streamproof.verification.bench;

import io.streamproof.verification.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/** Asks for the lineage of records at random places, one question after the other. */
public final class LineageQuestions {
  private static final long SEED = 20_261_124;

  private final Stack stack;
  private final LineageLoad.Sizes sizes;
  private final SplittableRandom random = new SplittableRandom(SEED);

  public LineageQuestions(Stack stack, LineageLoad.Sizes sizes) {
    this.stack = stack;
    this.sizes = sizes;
  }

  /** Asks so many questions of each kind. */
  public List<Latencies> ask(int each) {
    Latencies warmUp = ask("warm-up", "passed", sizes.passed(), "both", each);
    return List.of(
        warmUp,
        ask("forward from an event", "source", sizes.source(), "forward", each),
        ask("back from a filtered record", "passed", sizes.passed(), "back", each),
        ask("both ways from it", "passed", sizes.passed(), "both", each),
        ask("back from a sum and its contributors", "recent", sizes.passed(), "back", each));
  }

  private Latencies ask(String question, String stage, long size, String direction, int number) {
    List<Duration> times = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < number; i++) {
      String call =
          "/v1/lineage/bench.%s/0/%s?direction=%s"
              .formatted(stage, random.nextLong(size), direction);
      long begin = System.nanoTime();
      JsonNode step = stack.audit(call);
      times.add(Duration.ofNanos(System.nanoTime() - begin));
      if (isRight(step)) {
        right++;
      }
    }
    return new Latencies(question, times, right);
  }

  /** Whether each step that was told is right, back and forward. */
  private static boolean isRight(JsonNode step) {
    if (!step.path("matches").asString().equals("true")) {
      return false;
    }
    if (step.has("cause") && !isRight(step.path("cause"))) {
      return false;
    }
    for (JsonNode hop : step.path("hops")) {
      if (!List.of("emitted", "discarded").contains(hop.path("outcome").asString())) {
        return false;
      }
      for (JsonNode emission : hop.path("emissions")) {
        if (!isRight(emission)) {
          return false;
        }
      }
    }
    return true;
  }
}
