package io.streamproof.audit.lineage;

import io.streamproof.pipeline.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts contributors and keeps one page of them. */
final class ContributorPage {
  private final Contributors.PageRequest page;
  private final List<SourceRecord> kept = new ArrayList<>();
  private long count;
  private boolean more;

  ContributorPage(Contributors.PageRequest page) {
    this.page = page;
  }

  void add(SourceRecord record) {
    count++;
    if (record.offset() > page.after()) {
      if (kept.size() < page.most()) {
        kept.add(record);
      } else {
        more = true;
      }
    }
  }

  Contributors of(Contributors.Role role, boolean complete) {
    @Nullable Long next = more && !kept.isEmpty() ? kept.get(kept.size() - 1).offset() : null;
    return new Contributors(role, count, complete, kept, next);
  }
}
