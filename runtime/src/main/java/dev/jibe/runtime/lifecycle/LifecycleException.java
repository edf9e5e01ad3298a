package dev.jibe.runtime.lifecycle;

/** A component that could not be started, or could not be stopped. */
public final class LifecycleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String component;

    LifecycleException(String step, String component, Throwable cause) {
        super("cannot " + step + " " + component + ": " + cause.getMessage(), cause);
        this.component = component;
    }

    /** The name of the component. */
    public String component() {
        return component;
    }
}
