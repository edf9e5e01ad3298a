/**
 * The controllers of bootstrap tokens: one signs what a new node is told of the cluster, one removes tokens that have
 * expired.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with Bootstrap
 * Tokens</a>.
 */
@NullMarked
package dev.jibe.controllers.bootstraptokens;

import org.jspecify.annotations.NullMarked;
