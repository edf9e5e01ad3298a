/**
 * What requests took, told as spans to an OpenTelemetry collector, and which trace they belong to.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/cluster-administration/system-traces/">Traces For Kubernetes
 * System Components</a>.
 */
@NullMarked
package dev.jibe.server.tracing;

import org.jspecify.annotations.NullMarked;
