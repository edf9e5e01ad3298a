/**
 * Expressions about requests: the conditions of webhooks, and all that policies consist of.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/using-api/cel/">CEL in Kubernetes</a>.
 */
@NullMarked
package dev.jibe.server.admission.expression;

import org.jspecify.annotations.NullMarked;
