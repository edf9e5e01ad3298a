package dev.jibe.node.probe;

/**
 * What the probes say of one running container.
 *
 * @param started the startup probe has succeeded, or there is none
 * @param ready the readiness probe succeeds, or there is none
 * @param failure why the container must be restarted, or empty
 */
public record Health(boolean started, boolean ready, String failure) {}
