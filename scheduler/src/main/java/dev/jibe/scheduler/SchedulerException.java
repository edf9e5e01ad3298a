package dev.jibe.scheduler;

/** Something that the scheduler cannot do, in words for whoever asked: a configuration, or the binding of a pod. */
public final class SchedulerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchedulerException(String message) {
        super(message);
    }
}
