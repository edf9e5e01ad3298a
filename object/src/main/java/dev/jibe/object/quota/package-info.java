/**
 * How much of a namespace's quotas its objects use; pure functions of the objects.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource Quotas</a>.
 */
@NullMarked
package dev.jibe.object.quota;

import org.jspecify.annotations.NullMarked;
