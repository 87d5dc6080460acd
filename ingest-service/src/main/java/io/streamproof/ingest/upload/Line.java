package io.streamproof.ingest.upload;

/**
 * A line of an upload that is not blank.
 *
 * @param number counted from 1, blank lines included
 * @param bytes without its end; cut off somewhere if it is too long
 */
record Line(long number, byte[] bytes, boolean tooLong) {}
