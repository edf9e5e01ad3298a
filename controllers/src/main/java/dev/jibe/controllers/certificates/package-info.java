/**
 * The controllers of certificate signing requests: approve those of nodes, sign what is approved, remove what is old.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates and
 * Certificate Signing Requests</a>.
 */
@NullMarked
package dev.jibe.controllers.certificates;

import org.jspecify.annotations.NullMarked;
