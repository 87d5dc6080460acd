package io.streamproof.audit.trouble;

import io.streamproof.audit.trouble.Trouble.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The troubles of this instance, as they were found last. Thread-safe. */
public final class TroubleLog {
  private final Map<String, List<Trouble>> ofPipelines = new ConcurrentHashMap<>();
  private volatile List<Trouble> ofAll = List.of();

  /** Replaces the troubles that a pipeline had. */
  public void replace(String pipeline, List<Trouble> troubles) {
    ofPipelines.put(pipeline, List.copyOf(troubles));
  }

  /** Replaces the troubles that all pipelines had. */
  public void replaceOfAll(List<Trouble> troubles) {
    ofAll = List.copyOf(troubles);
  }

  /** What troubles a pipeline. */
  public List<Trouble> of(String pipeline) {
    return Stream.concat(ofPipelines.getOrDefault(pipeline, List.of()).stream(), ofAll.stream())
        .toList();
  }

  /** Whether nothing keeps the pipeline from being proven. */
  public boolean isSound(String pipeline) {
    return of(pipeline).stream().noneMatch(Trouble::isDoubt);
  }

  /** Whether the pipeline can be read and judged. */
  public boolean isUsable(String pipeline) {
    return of(pipeline).stream().noneMatch(trouble -> trouble.isAtLeast(Effect.OUTAGE));
  }

  /** Why what is missing from the pipeline's topics proves nothing; empty: it does. */
  public Optional<String> removal(String pipeline) {
    return of(pipeline).stream()
        .filter(trouble -> trouble.effect() == Effect.REMOVAL)
        .map(Trouble::what)
        .findFirst();
  }
}
