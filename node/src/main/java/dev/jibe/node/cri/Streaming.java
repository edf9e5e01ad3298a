package dev.jibe.node.cri;

/** Which streams of a process a client wants. */
public record Streaming(boolean stdin, boolean stdout, boolean stderr, boolean tty) {}
