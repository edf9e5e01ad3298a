/**
 * The publisher of the anchor by which the API server's certificate is trusted, as a ClusterTrustBundle.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles">Cluster
 * trust bundles</a>.
 */
@NullMarked
package dev.jibe.controllers.trustbundles;

import org.jspecify.annotations.NullMarked;
