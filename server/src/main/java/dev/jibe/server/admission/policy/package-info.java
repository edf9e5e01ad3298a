/**
 * Policies of expressions that refuse or change requests, without anybody being asked.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating Admission
 * Policy</a> and <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 * Admission Policy</a>.
 */
@NullMarked
package dev.jibe.server.admission.policy;

import org.jspecify.annotations.NullMarked;
