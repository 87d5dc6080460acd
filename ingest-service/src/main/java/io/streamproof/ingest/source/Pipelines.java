package io.streamproof.ingest.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipelines that this service serves, by name; they never change while it runs. */
public final class Pipelines {
  private final Map<String, ServedPipeline> byName = new LinkedHashMap<>();

  public Pipelines(List<ServedPipeline> pipelines) {
    pipelines.forEach(pipeline -> byName.put(pipeline.specification().name(), pipeline));
  }

  public Optional<ServedPipeline> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<ServedPipeline> all() {
    return byName.values();
  }
}
