package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;

/**
 * One admission plugin: changes a write, or refuses it by throwing.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">Admission control</a>.
 */
public interface Admission {

    default JsonMap mutate(Attributes attributes) {
        return attributes.object();
    }

    default void validate(Attributes attributes) {}
}
