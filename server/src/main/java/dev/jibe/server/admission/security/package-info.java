/**
 * The Pod Security Standards, and the plugin that holds pods to them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>.
 */
@NullMarked
package dev.jibe.server.admission.security;

import org.jspecify.annotations.NullMarked;
