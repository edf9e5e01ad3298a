/** The rules in CEL of custom resources: {@code x-kubernetes-validations}. */
@NullMarked
package dev.jibe.server.crd.rules;

import org.jspecify.annotations.NullMarked;
