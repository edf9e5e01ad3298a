package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;

/**
 * One admission plugin: changes a write, or refuses it by throwing, or both.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/">Admission control</a>.
 */
public sealed interface Admission {

    /** A plugin that may change what is written, before anything is validated. */
    non-sealed interface Mutating extends Admission {

        /** The object as this plugin wants it. */
        JsonMap mutate(Attributes attributes);
    }

    /** A plugin that looks at what is going to be written, after all changes. */
    non-sealed interface Validating extends Admission {
        void validate(Attributes attributes);
    }
}
