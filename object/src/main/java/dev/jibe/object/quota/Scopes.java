package dev.jibe.object.quota;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;

/** Which objects of a namespace a quota is about. */
public final class Scopes {

    private Scopes() {}

    /** The scopes of a quota, and its scope selector, all as requirements. */
    public static List<JsonMap> of(JsonMap quota) {
        var spec = quota.map("spec");
        var requirements = new ArrayList<JsonMap>();
        spec.list("scopes")
                .strings()
                .forEach(scope -> requirements.add(JsonMap.of("scopeName", scope, "operator", "Exists")));
        spec.map("scopeSelector").list("matchExpressions").maps().forEach(requirements::add);
        return requirements;
    }

    /**
     * Whether a requirement about a name is met.
     *
     * @param name empty if the object has none
     */
    static boolean isMet(JsonMap requirement, String name) {
        var scope = requirement.string("scopeName");
        var selector = LabelSelector.of(JsonMap.of(
                "matchExpressions",
                JsonList.of(JsonMap.of(
                        "key",
                        scope,
                        "operator",
                        requirement.string("operator"),
                        "values",
                        requirement.list("values")))));
        return selector.matches(name.isEmpty() ? JsonMap.EMPTY : JsonMap.of(scope, name));
    }
}
