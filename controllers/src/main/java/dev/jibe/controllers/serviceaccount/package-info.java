/**
 * The ServiceAccount controller: every namespace has an account named default.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts">Default
 * service accounts</a>.
 */
@NullMarked
package dev.jibe.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
