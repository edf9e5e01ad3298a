/**
 * The disruption controller: how many pods of each budget may be evicted now.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/">Disruptions</a>.
 */
@NullMarked
package dev.jibe.controllers.disruption;

import org.jspecify.annotations.NullMarked;
