package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;

/**
 * Answers everything alike: AlwaysAdmit and AlwaysDeny.
 *
 * @param denies whether the answer is no
 */
public record Fixed(boolean denies) implements Admission.Mutating, Admission.Validating {

    @Override
    public JsonMap mutate(Attributes attributes) {
        validate(attributes);
        return attributes.object();
    }

    @Override
    public void validate(Attributes attributes) {
        if (denies) {
            throw attributes.forbidden("admission control is denying all modifications");
        }
    }
}
