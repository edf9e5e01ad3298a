package dev.jibe.server.audit;

/** A moment of a request at which it is noted. */
public enum AuditStage {
    REQUEST_RECEIVED("RequestReceived"),
    /** The answer of a request that goes on for long has begun. */
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete"),
    PANIC("Panic");

    private final String text;

    AuditStage(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
