package io.streamproof.audit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.audit.report.ReportRepository.StageMinute;
import java.util.List;
import java.util.StringJoiner;

/**
 * Comma-separated values (RFC 4180): a row per stage and minute, which add up to the report. No
 * field needs quotes: names of stages are made of letters, digits and hyphens.
 */
final class ReportCsv {
  private static final String HEADER =
      "stage,minute,consumed,emitted,emittedFrom,discarded,deadLettered,pending,findings\r\n";

  private ReportCsv() {}

  static byte[] of(List<StageMinute> minutes) {
    StringBuilder csv = new StringBuilder(HEADER);
    minutes.forEach(minute -> csv.append(row(minute)).append("\r\n"));
    return csv.toString().getBytes(UTF_8);
  }

  private static StringJoiner row(StageMinute minute) {
    return new StringJoiner(",")
        .add(minute.stage())
        .add(minute.start() == null ? "" : minute.start().toString())
        .add(String.valueOf(minute.consumed()))
        .add(String.valueOf(minute.judged().emitted()))
        .add(String.valueOf(minute.judged().emittedFrom()))
        .add(String.valueOf(minute.judged().discarded()))
        .add(String.valueOf(minute.judged().deadLettered()))
        .add(String.valueOf(minute.pending()))
        .add(String.valueOf(minute.findings()));
  }
}
