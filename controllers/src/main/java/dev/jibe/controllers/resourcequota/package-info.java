/**
 * The ResourceQuota controller: counts again what is used of quotas when objects go.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource Quotas</a>.
 */
@NullMarked
package dev.jibe.controllers.resourcequota;

import org.jspecify.annotations.NullMarked;
