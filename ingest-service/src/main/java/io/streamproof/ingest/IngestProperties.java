package io.streamproof.ingest;

import io.streamproof.pipeline.stage.Stage;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bounds within which the service works; README.md explains each.
 *
 * @param maxEventSize of an event's data
 * @param maxBatchSize of a batch's body, or a structured event's
 * @param maxRequestMemory of the bodies of all requests but uploads at once
 * @param maxUploads at once
 * @param minBodyRate at which a body has to come, while it is waited for, a second
 * @param slowBodyAfter of waiting: when the rate is looked at
 * @param uploadWindow sent and not yet acknowledged, for each upload
 * @param uploadWindowRecords as above, in records
 * @param claimInterval between two publications of claims
 * @param maxUnconfirmedClaims for each pipeline; beyond them it takes no events
 * @param brokerCheckInterval between two looks at the brokers
 * @param brokerCheckTimeout of a look
 * @param startupTimeout how long brokers are waited for
 * @param answerWithin how long an acknowledgement is waited for
 * @param retryAfter what clients are told when the service is unavailable
 * @param shutdownTimeout for each of: what is being sent, and the last claims
 */
@ConfigurationProperties("streamproof.ingest")
record IngestProperties(
    @DefaultValue("1MB") DataSize maxEventSize,
    @DefaultValue("10MB") DataSize maxBatchSize,
    @DefaultValue("128MB") DataSize maxRequestMemory,
    @DefaultValue("16") int maxUploads,
    @DefaultValue("1KB") DataSize minBodyRate,
    @DefaultValue("30s") Duration slowBodyAfter,
    @DefaultValue("8MB") DataSize uploadWindow,
    @DefaultValue("16384") int uploadWindowRecords,
    @DefaultValue("1s") Duration claimInterval,
    @DefaultValue("50000") int maxUnconfirmedClaims,
    @DefaultValue("2s") Duration brokerCheckInterval,
    @DefaultValue("5s") Duration brokerCheckTimeout,
    @DefaultValue("2m") Duration startupTimeout,
    @DefaultValue("40s") Duration answerWithin,
    @DefaultValue("5s") Duration retryAfter,
    @DefaultValue("20s") Duration shutdownTimeout) {

  IngestProperties {
    positive("max-event-size", maxEventSize.toBytes());
    positive("max-batch-size", maxBatchSize.toBytes());
    positive("max-uploads", maxUploads);
    positive("slow-body-after", slowBodyAfter.toSeconds());
    positive("upload-window", uploadWindow.toBytes());
    positive("upload-window-records", uploadWindowRecords);
    positive("claim-interval", claimInterval.toMillis());
    positive("broker-check-interval", brokerCheckInterval.toMillis());
    positive("broker-check-timeout", brokerCheckTimeout.toMillis());
    if (maxEventSize.toBytes() > Stage.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "max-event-size is over " + Stage.MAX_VALUE_BYTES + " bytes, more than a stage emits");
    }
    if (maxBatchSize.toBytes() < maxEventSize.toBytes()
        || maxRequestMemory.toBytes() < maxBatchSize.toBytes()) {
      throw new IllegalArgumentException(
          "max-event-size, max-batch-size and max-request-memory must not decrease");
    }
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be greater than 0");
    }
  }
}
