package io.streamproof.audit.report;

import io.streamproof.audit.finding.Kind;
import io.streamproof.audit.report.Books.BlockGroup;
import io.streamproof.audit.report.Books.FindingGroup;
import io.streamproof.audit.report.Books.Folded;
import io.streamproof.audit.report.Books.Hop;
import io.streamproof.audit.report.Books.Position;
import io.streamproof.audit.report.Books.Source;
import io.streamproof.audit.support.Flights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The books of {@link Flights} in which all is proven, until a test writes something else in. */
final class BooksFixture {
  static final Instant NEWEST = Instant.parse("2001-03-31T22:27:00Z");
  static final Instant EARLIER = Instant.parse("2001-03-31T22:00:00Z");

  final List<Hop> hops = new ArrayList<>();
  final List<Position> positions = new ArrayList<>();
  final List<Folded> folded = new ArrayList<>();
  final List<BlockGroup> blocks = new ArrayList<>();
  final List<FindingGroup> findings = new ArrayList<>();
  Source source = new Source(1024, 1024, 0, 0, Instant.MAX);

  BooksFixture() {
    for (int partition = 0; partition < 2; partition++) {
      hops.add(new Hop("late", partition, 512));
      hops.add(new Hop("route", partition, 200));
      positions.add(new Position("flights.source", partition, 512, NEWEST.minusSeconds(partition)));
      positions.add(new Position("flights.late", partition, 200, NEWEST));
    }
    folded.add(new Folded("late", new Sums(1024, 300, 24, 324)));
    folded.add(new Folded("route", new Sums(300, 300, 0, 300)));
  }

  BooksFixture block(String stage, BlockVerdict verdict, long count) {
    blocks.add(new BlockGroup(stage, 0, verdict, count, Sums.NONE, 1, EARLIER));
    return this;
  }

  BooksFixture finding(String stage, Kind kind, @Nullable Integer partition) {
    findings.add(new FindingGroup(stage, kind, partition, 1, EARLIER));
    return this;
  }

  Books books() {
    return new Books(hops, positions, folded, blocks, source, findings);
  }

  Report report() {
    return Report.of(Flights.PIPELINE, books());
  }

  Proof proof() {
    return Proof.of(Flights.PIPELINE, books());
  }
}
