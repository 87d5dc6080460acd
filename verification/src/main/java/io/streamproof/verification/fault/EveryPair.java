package io.streamproof.verification.fault;

import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Process faults one after the other such that every ordered pair of kinds occurs, the second
 * beginning while the first heals: each begins when the one before it is over and has begun to
 * heal, and the one before that is done. So no more than two are under way, and what goes wrong is
 * due to few. The same for the same seed.
 */
public final class EveryPair {
  /** By then the pipeline works. */
  private static final Trigger INPUT_RUNS = new Trigger.Arrived(1_000);

  private final List<String> stages;
  private final Random random;
  private final List<Operation> operations = new ArrayList<>();

  private EveryPair(PipelineSpecification pipeline, Random random) {
    this.stages = pipeline.stages().stream().map(StageSpecification::name).toList();
    this.random = random;
  }

  /**
   * The operations of one stack of several over which the pairs are spread: each pair is on one.
   *
   * @param stack from 1 on
   */
  public static Operations of(PipelineSpecification pipeline, long seed, int stack, int stacks) {
    Random random = new Random(seed);
    List<Way> walk = walk(random);
    int pairs = walk.size() - 1;
    List<Way> part = walk.subList(pairs * (stack - 1) / stacks, pairs * stack / stacks + 1);
    EveryPair sequence = new EveryPair(pipeline, new Random(random.nextLong() + stack));
    sequence.add(part);
    return new Operations(sequence.operations);
  }

  private static List<Way> walk(Random random) {
    List<Way> ways = List.of(Way.values());
    return Circuit.of(ways.size(), random).stream().map(ways::get).toList();
  }

  private void add(List<Way> ways) {
    Scales scales = new Scales(stages);
    for (int out = 0; out < mostIn(ways); out++) {
      scales.out();
    }
    for (Action action : scales.fromOneEach()) {
      add("at-first-scale-" + action.target(), action);
    }
    WayDraw draw = new WayDraw(random, stages, scales);
    for (Way way : ways) {
      Action action = draw.action(way);
      String kind = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
      add(
          String.format(Locale.ROOT, "%03d-%s-%s", operations.size(), kind, action.target()),
          action);
    }
  }

  private void add(String name, Action action) {
    operations.add(new Operation(name, when(operations.size() - 1), action));
  }

  /** Behind the operation at a place, -1 for none. */
  private Trigger when(int before) {
    if (before < 0) {
      return INPUT_RUNS;
    }
    Trigger healing = new Trigger.Healing(operations.get(before).name());
    return before == 0
        ? healing
        : new Trigger.All(List.of(healing, new Trigger.After(operations.get(before - 1).name())));
  }

  /** By how many more instances have gone than come, at most: so many have to be there at first. */
  private static int mostIn(List<Way> ways) {
    int gone = 0;
    int most = 0;
    for (Way way : ways) {
      gone += way == Way.SCALE_IN ? 1 : way == Way.SCALE_OUT ? -1 : 0;
      most = Math.max(most, gone);
    }
    return most;
  }
}
