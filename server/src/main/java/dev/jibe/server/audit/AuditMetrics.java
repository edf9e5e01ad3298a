package dev.jibe.server.audit;

import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Metrics;

/**
 * What is counted of audit events, by upstream's names and labels.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">Auditing</a>.
 */
public final class AuditMetrics {

    private final Counter events;
    private final Counter errors;
    private final Counter levels;

    public AuditMetrics(Metrics metrics) {
        this.events = metrics.counter(
                "apiserver_audit_event_total",
                "[ALPHA] Counter of audit events generated and sent to the audit backend.");
        this.errors = metrics.counter(
                "apiserver_audit_error_total",
                "[ALPHA] Counter of audit events that failed to be audited properly. Plugin identifies the plugin affected by"
                        + " the error.",
                "plugin");
        this.levels = metrics.counter(
                "apiserver_audit_level_total",
                "[ALPHA] Counter of policy levels for audit events (1 per request).",
                "level");
    }

    void decided(AuditLevel level) {
        levels.increment(level.text());
    }

    void noted() {
        events.increment();
    }

    /** So many events have not come to where they should. */
    void lost(String plugin, int count) {
        errors.add(count, plugin);
    }
}
