package dev.jibe.server.crd.schema;

import dev.jibe.object.MalformedException;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Whether a default fits the schema that it is the default of. */
public final class DefaultCheck {

    private DefaultCheck() {}

    public static List<FieldError> check(Object value, Structural schema, Place place) {
        var errors = new ArrayList<FieldError>();
        if (!Pruning.value(value, schema).equals(value)) {
            errors.add(FieldError.invalid(place.text(), value, "must not have unknown fields"));
        }
        try {
            Embedded.coerceAt(value, schema, place);
        } catch (MalformedException e) {
            errors.add(FieldError.invalid(place.text(), value, String.valueOf(e.getMessage())));
            return errors;
        }
        int before = errors.size();
        Embedded.check(value, schema, place, errors);
        if (errors.size() == before) {
            errors.addAll(SchemaCheck.checkDefault(value, schema, place.text()));
        }
        return errors;
    }
}
