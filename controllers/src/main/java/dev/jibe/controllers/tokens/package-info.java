/**
 * The controllers of tokens that secrets hold: those of service accounts, and those by which nodes join.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">Managing Service
 * Accounts</a> and <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Authenticating with
 * Bootstrap Tokens</a>.
 */
@NullMarked
package dev.jibe.controllers.tokens;

import org.jspecify.annotations.NullMarked;
