package dev.jibe.server.audit;

/** How much of a request is noted. */
public enum AuditLevel {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String text;

    AuditLevel(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    boolean has(AuditLevel other) {
        return compareTo(other) >= 0;
    }
}
