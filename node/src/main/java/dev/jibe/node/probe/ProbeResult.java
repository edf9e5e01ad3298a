package dev.jibe.node.probe;

/** What one probe found; the message says why it failed. */
public record ProbeResult(boolean isSuccess, String message) {
    static final ProbeResult SUCCESS = new ProbeResult(true, "");

    static ProbeResult failure(String message) {
        return new ProbeResult(false, message);
    }
}
