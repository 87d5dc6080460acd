package io.streamproof.simulation.actor;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.PipelineRegister;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.SpecificationReader;
import java.util.List;
import java.util.Set;

/** The pipelines that simulations run: small, and each of another shape. */
public final class SimulatedPipelines {
  private static final List<String> SPECIFICATIONS =
      List.of(
          """
          name: p
          partitions: 2
          source: {key: data.k}
          stages:
            - name: large
              filter: data.n >= 3
          """,
          """
          name: p
          partitions: 1
          source: {key: data.k}
          stages:
            - name: sums
              aggregate:
                fields: {count: count(), total: sum(data.n)}
          """,
          """
          name: p
          partitions: 2
          source: {key: data.k}
          stages:
            - name: parts
              flat-map: 'data.n > 7 ? [] : [{"n": data.n, "k": "a"}, {"n": data.n + 1, "k": "b"}]'
              key: string(data.n)
            - name: sums
              aggregate:
                fields: {count: count(), total: sum(data.n)}
          """,
          """
          name: p
          partitions: 1
          source: {key: data.k}
          guarantee: at-least-once
          stages:
            - name: doubled
              map: '{"n": data.n * 2, "k": data.k}'
            - name: small
              filter: data.n < 12
          """,
          """
          name: p
          partitions: 1
          source: {key: data.k}
          stages:
            - {name: left, filter: data.n < 5, to: both}
            - {name: right, from: source, filter: data.n >= 4, to: both}
            - name: windows
              from: both
              aggregate:
                window: 2s
                emit: on-close
                fields: {count: count()}
          """);

  private static final List<AuditedPipeline> ALL =
      SPECIFICATIONS.stream().map(SimulatedPipelines::audited).toList();

  private SimulatedPipelines() {}

  /** All of them; their stages have the ids 1, 2 and so on. */
  public static List<AuditedPipeline> all() {
    return ALL;
  }

  private static AuditedPipeline audited(String specification) {
    return new NumberedRegister()
        .enter(
            SpecificationReader.parse("simulated.yml", specification, Set.of()),
            CustomOperators.NONE);
  }

  private static final class NumberedRegister implements PipelineRegister {
    private short stages;

    @Override
    public short pipeline(String name, String specification) {
      return 1;
    }

    @Override
    public short stage(short pipelineId, String name) {
      stages++;
      return stages;
    }
  }
}
