package dev.jibe.node.cri;

/** Whether the runtime can run pods, and why not. */
public record RuntimeHealth(boolean runtimeReady, boolean networkReady, String message) {
    public boolean isReady() {
        return runtimeReady && networkReady;
    }
}
