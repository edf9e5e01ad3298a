/**
 * The audit log: who did what, when, and what came of it.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">Auditing</a>.
 */
@NullMarked
package dev.jibe.server.audit;

import org.jspecify.annotations.NullMarked;
