package dev.jibe.server.tracing;

/** Takes spans that have ended. */
interface SpanSink extends AutoCloseable {

    void add(SpanRecord span);

    @Override
    void close();
}
