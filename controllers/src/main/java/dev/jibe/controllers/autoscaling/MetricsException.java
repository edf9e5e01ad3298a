package dev.jibe.controllers.autoscaling;

/** Why a number of replicas could not be computed from a metric. */
final class MetricsException extends Exception {
    private static final long serialVersionUID = 1L;

    MetricsException(String message) {
        super(message);
    }
}
