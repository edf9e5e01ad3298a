/**
 * Secrets with tokens that were made for service accounts unasked, as clusters once did: those that nobody uses cease to be
 * valid after a year, and go after another.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-cleaner">Legacy
 * ServiceAccount token cleaner</a>.
 */
@NullMarked
package dev.jibe.controllers.legacytokens;

import org.jspecify.annotations.NullMarked;
