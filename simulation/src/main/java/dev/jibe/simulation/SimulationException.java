package dev.jibe.simulation;

/** What a cluster did that it must not do, or failed to do; the seed is in the message. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SimulationException(String message) {
        super(message);
    }

    SimulationException(String message, Throwable cause) {
        super(message, cause);
    }
}
