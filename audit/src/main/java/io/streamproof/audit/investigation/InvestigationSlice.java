package io.streamproof.audit.investigation;

import io.streamproof.audit.log.TopicLog;

/** What an investigation goes on with: a log and a turn that are lent to it, and for how long. */
record InvestigationSlice(TopicLog log, BlockFacts facts, TimeSlice time) {}
