package dev.jibe.node.cri;

/** How a command in a container ended. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares outcomes.
public record ExecOutcome(byte[] stdout, byte[] stderr, int exitCode) {}
