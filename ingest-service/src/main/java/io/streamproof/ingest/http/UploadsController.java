package io.streamproof.ingest.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.source.Pipelines;
import io.streamproof.ingest.source.ServedPipeline;
import io.streamproof.ingest.telemetry.IngestMetric;
import io.streamproof.ingest.upload.PacedInput;
import io.streamproof.ingest.upload.ReceiveUpload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/pipelines/{pipeline}/uploads}: payloads of any number, one a line, streamed. */
@RestController
final class UploadsController {
  private final Pipelines pipelines;
  private final ReceiveUpload.Limits limits;
  private final RequestLimits requests;
  private final Semaphore places;
  private final UploadAnswers answers;

  UploadsController(
      Pipelines pipelines,
      ReceiveUpload.Limits limits,
      RequestLimits requests,
      UploadAnswers answers,
      MeterRegistry registry) {
    this.pipelines = pipelines;
    this.limits = limits;
    this.requests = requests;
    this.places = new Semaphore(requests.maxUploads());
    this.answers = answers;
    IngestMetric.UPLOADS_ACTIVE.gauge(
        registry, () -> requests.maxUploads() - places.availablePermits());
  }

  @UploadsDocument
  @PostMapping("/v1/pipelines/{pipeline}/uploads")
  ResponseEntity<?> receive(
      @PathVariable String pipeline,
      @RequestParam(required = false) @Nullable String source,
      @RequestParam(defaultValue = "io.streamproof.upload") String type,
      HttpServletRequest request)
      throws UnknownPipelineException,
          HttpMediaTypeNotSupportedException,
          RejectedException,
          IOException,
          InterruptedException {
    ServedPipeline served = pipelines.named(pipeline).orElseThrow(UnknownPipelineException::new);
    MediaTypes.requireNoCoding(request);
    MediaTypes.require(MediaType.APPLICATION_NDJSON, request);
    ReceiveUpload upload = new ReceiveUpload(served, source, type, limits, RequestSpan.of(request));
    served.admit();
    if (!places.tryAcquire()) {
      throw new RejectedException(Rejection.unavailable("too many uploads at once"));
    }
    try {
      InputStream body =
          new PacedInput(request.getInputStream(), requests.leastRate(), System::nanoTime);
      return answers.of(pipeline, upload.receive(body));
    } finally {
      places.release();
    }
  }
}
