/**
 * Webhooks that change or refuse requests.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 * Admission Control</a>.
 */
@NullMarked
package dev.jibe.server.admission.webhook;

import org.jspecify.annotations.NullMarked;
