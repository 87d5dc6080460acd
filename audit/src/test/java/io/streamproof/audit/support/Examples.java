package io.streamproof.audit.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.PipelineRegister;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.OutputRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A small pipeline under audit, and records of it. */
public final class Examples {
  public static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

  private static final String SPECIFICATION =
      """
      name: shop
      partitions: 2
      source: {key: data.customer}
      stages:
        - name: large
          filter: data.total >= 10
        - name: spent
          aggregate:
            fields: {orders: count(), total: sum(data.total)}
      """;

  private Examples() {}

  /** Stages {@code large} (id 1, a filter) and {@code spent} (id 2, an aggregate). */
  public static AuditedPipeline shop() {
    return audited("shop.yml", SPECIFICATION);
  }

  /** A specification's pipeline under audit; its stages have the ids 1, 2 and so on. */
  public static AuditedPipeline audited(String file, String specification) {
    return audited(file, specification, CustomOperators.NONE);
  }

  /** The same with operators of the user's own. */
  public static AuditedPipeline audited(String file, String specification, CustomOperators custom) {
    return new NumberedRegister()
        .enter(SpecificationReader.parse(file, specification, custom.names()), custom);
  }

  private static final class NumberedRegister implements PipelineRegister {
    private short next = 1;

    @Override
    public short pipeline(String name, String specification) {
      return 1;
    }

    @Override
    public short stage(short pipelineId, String name) {
      return next++;
    }
  }

  /** An order as ingest writes it. */
  public static SourceRecord order(int partition, long offset, String customer, long total) {
    Headers headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, TRACE.getBytes(UTF_8));
    headers.add(HeaderNames.TYPE, "order".getBytes(UTF_8));
    headers.add(HeaderNames.ID, (partition + "-" + offset).getBytes(UTF_8));
    headers.add(HeaderNames.SOURCE, "/till".getBytes(UTF_8));
    return new SourceRecord(
        "shop.source",
        partition,
        offset,
        1_000_000 + offset,
        customer.getBytes(UTF_8),
        "{\"customer\":\"%s\",\"total\":%s}".formatted(customer, total).getBytes(UTF_8),
        headers);
  }

  /** What a stage has emitted, standing at an offset of its topic. */
  public static SourceRecord standing(OutputRecord record, long offset) {
    return standing(record, record.partition(), offset, record.headers(1));
  }

  public static SourceRecord standing(
      OutputRecord record, int partition, long offset, Headers headers) {
    return new SourceRecord(
        record.topic(),
        partition,
        offset,
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }
}
