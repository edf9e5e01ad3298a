package dev.jibe.server.registry.validation;

import dev.jibe.server.admission.expression.Expression;
import dev.jibe.server.admission.expression.Vocabulary;
import java.util.List;

/** Says of an expression why it does not compile. */
final class Compilation {

    private Compilation() {}

    /** @param wanted the names of the types that its value may have; empty for any */
    static Expression check(Place place, String key, Vocabulary vocabulary, List<String> wanted) {
        var expression = vocabulary.compile(place.text(key), wanted);
        if (expression.isWrong()) {
            place.invalid(key, place.text(key), expression.wrong());
        }
        return expression;
    }
}
