package io.streamproof.audit.support;

import io.streamproof.audit.report.LedgerSummary.SourceSummary;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;

/** A pipeline of two stages over two partitions; the second stage may duplicate. */
public final class Flights {
  public static final PipelineSpecification PIPELINE = named("flights");

  /** A source topic without records or claims. */
  public static final SourceSummary EMPTY_SOURCE = new SourceSummary(0, 0, 0);

  private Flights() {}

  /** The same pipeline under another name, always with the same hash. */
  public static PipelineSpecification named(String name) {
    PipelineSpecification read =
        SpecificationReader.parse(
            name + ".yml",
            """
            name: %s
            partitions: 2
            stages:
              - name: late
                filter: data.delay >= 15
              - name: route
                map: '{"route": data.origin + "-" + data.destination}'
                guarantee: at-least-once
            """
                .formatted(name),
            null);
    return new PipelineSpecification(
        name, read.partitions(), read.pace(), read.source(), read.stages(), "9f31c2aa");
  }
}
