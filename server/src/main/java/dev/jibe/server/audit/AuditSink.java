package dev.jibe.server.audit;

import dev.jibe.object.JsonMap;

/** Where audit events go. */
public interface AuditSink extends AutoCloseable {

    void write(JsonMap event);

    @Override
    void close();
}
