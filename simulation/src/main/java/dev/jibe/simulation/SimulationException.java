package dev.jibe.simulation;

/** What a cluster did that it must not do, or failed to do; the seed is in the message. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SimulationException(String message) {
        super(message);
    }

    public SimulationException(String message, Throwable cause) {
        super(message, cause);
    }
}
