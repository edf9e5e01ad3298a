/**
 * Cluster roles that are made of others: each has the rules of all roles that its selectors find.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles">Aggregated
 * ClusterRoles</a>.
 */
@NullMarked
package dev.jibe.controllers.roleaggregation;

import org.jspecify.annotations.NullMarked;
