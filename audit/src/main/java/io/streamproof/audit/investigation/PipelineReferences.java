package io.streamproof.audit.investigation;

import io.streamproof.audit.replay.Replayer;

/**
 * The references by which the blocks of a pipeline are investigated, one after the other.
 *
 * @param blocks goes through the blocks
 * @param aside looks at what lies elsewhere
 * @param later what was found out about later origins with it
 */
record PipelineReferences(ReferenceCursor blocks, ReferenceCursor aside, LaterOrigins later) {
  static PipelineReferences of(Replayer replayer) {
    ReferenceCursor aside = new ReferenceCursor(replayer);
    return new PipelineReferences(new ReferenceCursor(replayer), aside, new LaterOrigins(aside));
  }

  /** Gives back the states of stages, and keeps what was found out. */
  void forget() {
    blocks.forget();
    aside.forget();
  }
}
