package dev.jibe.server.registry.validation;

import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules have found wrong with one object so far. Nothing is allocated as long as that is nothing. */
final class Report {

    private final Naming naming;
    private final boolean namespaced;
    private @Nullable List<FieldError> errors;

    /** Whether an earlier look at the metadata has found nothing, so that the next one may be short. */
    boolean cleanMetadata;

    Report(Naming naming, boolean namespaced) {
        this.naming = naming;
        this.namespaced = namespaced;
    }

    Naming naming() {
        return naming;
    }

    boolean isNamespaced() {
        return namespaced;
    }

    void add(FieldError error) {
        if (errors == null) {
            errors = new ArrayList<>();
        }
        errors.add(error);
    }

    int count() {
        return errors == null ? 0 : errors.size();
    }

    List<FieldError> errors() {
        return errors == null ? List.of() : errors;
    }

    /** Forgets all but the first ones. */
    void truncate(int count) {
        if (errors != null) {
            errors.subList(count, errors.size()).clear();
        }
    }
}
