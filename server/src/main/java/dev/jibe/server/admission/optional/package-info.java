/**
 * Admission plugins that upstream has, and has off by default.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">Admission Control</a>.
 */
@NullMarked
package dev.jibe.server.admission.optional;

import org.jspecify.annotations.NullMarked;
