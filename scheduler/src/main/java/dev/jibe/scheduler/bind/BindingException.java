package dev.jibe.scheduler.bind;

/** Why a decision cannot be carried out, in words for the pod's events. */
public final class BindingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BindingException(String message) {
        super(message);
    }
}
