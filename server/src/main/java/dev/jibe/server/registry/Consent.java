package dev.jibe.server.registry;

import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.FieldError;
import java.util.List;

/** Says what of an object not everybody may write, or not everywhere. It is asked together with the object's own rules. */
@FunctionalInterface
public interface Consent {

    /**
     * What may not be written; nothing if all may.
     *
     * @param verb by which it is asked for: update or patch, if it is no new object
     */
    List<FieldError> refusals(Attributes attributes, String verb);
}
