/**
 * The root CA publisher: every namespace has the cluster's certificate authority in the ConfigMap kube-root-ca.crt.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume">Bound
 * service account token volume</a>.
 */
@NullMarked
package dev.jibe.controllers.rootca;

import org.jspecify.annotations.NullMarked;
