package io.streamproof.simulation.actor;

import io.streamproof.audit.log.OffsetReader;
import io.streamproof.audit.log.RecordFeed;
import io.streamproof.audit.log.TopicLog;
import io.streamproof.simulation.ledger.LedgerPorts;

/** Everything outside of an instance of the audit, as it sees it. */
public record AuditPorts(OffsetReader offsets, RecordFeed feed, TopicLog log, LedgerPorts ledger) {}
