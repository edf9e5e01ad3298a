package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules have found wrong with one object so far. Nothing is allocated as long as that is nothing. */
final class Report {

    private final Naming naming;
    private final boolean namespaced;
    private final FeatureGates features;
    private @Nullable List<FieldError> errors;
    private JsonMap old = JsonMap.EMPTY;
    private Instant now = Instant.EPOCH;
    private @Nullable Set<String> oldTexts;

    /** Whether an earlier look at the metadata has found nothing, so that the next one may be short. */
    boolean cleanMetadata;

    Report(Naming naming, boolean namespaced) {
        this(naming, namespaced, FeatureGates.DEFAULT);
    }

    Report(Naming naming, boolean namespaced, FeatureGates features) {
        this.naming = naming;
        this.namespaced = namespaced;
        this.features = features;
    }

    Naming naming() {
        return naming;
    }

    /** Whether a feature is on. */
    boolean enabled(String feature) {
        return features.enabled(feature);
    }

    boolean isNamespaced() {
        return namespaced;
    }

    /** Says what the object was before, and what time it is. */
    void was(JsonMap before, Instant time) {
        old = before;
        now = time;
    }

    /** The time of a change of status; of other changes nobody asks for it. */
    Instant now() {
        return now;
    }

    /** Whether the object is there already. */
    boolean isChange() {
        return !old.isEmpty();
    }

    /** Whether the object had this text somewhere before, so that it need not meet rules that are younger than it. */
    boolean had(String text) {
        if (old.isEmpty()) {
            return false;
        }
        if (oldTexts == null) {
            oldTexts = new HashSet<>();
            collect(old.without("metadata"), oldTexts);
        }
        return oldTexts.contains(text);
    }

    /** Whether the object had this annotation before. */
    boolean hadAnnotation(String key, String value) {
        return value.equals(old.map("metadata").map("annotations").get(key));
    }

    private static void collect(@Nullable Object value, Set<String> texts) {
        switch (value) {
            case String text -> texts.add(text.strip());
            case JsonMap map -> map.forEach((key, each) -> collect(each, texts));
            case JsonList list -> list.forEach(each -> collect(each, texts));
            case null, default -> {}
        }
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
