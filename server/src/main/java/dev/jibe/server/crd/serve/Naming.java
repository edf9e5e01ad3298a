package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.definition.Approval;
import dev.jibe.server.crd.definition.Conditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Decides which names of a definition are accepted, and with them whether it is served.
 *
 * <p>A name that another definition of the group has already is not. See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/#CustomResourceDefinitionStatus">
 * CustomResourceDefinitionStatus</a>.
 */
final class Naming {

    private final JsonMap wanted;
    private final JsonMap accepted;
    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private JsonMap result;
    private String reason = "";
    private String message = "";

    private Naming(JsonMap definition, Collection<JsonMap> others) {
        this.wanted = definition.map("spec").map("names");
        this.accepted = definition.map("status").map("acceptedNames");
        this.result = accepted;
        for (var other : others) {
            var names = other.map("status").map("acceptedNames");
            resources.add(names.string("plural"));
            resources.add(names.string("singular"));
            names.list("shortNames").strings().forEach(resources::add);
            kinds.add(names.string("kind"));
            kinds.add(names.string("listKind"));
        }
    }

    /**
     * The definition with the status that it should have.
     *
     * @param others the other definitions of its group
     */
    static JsonMap decide(JsonMap definition, Collection<JsonMap> others, Instant now) {
        var naming = new Naming(definition, others);
        naming.accept();
        var result = definition.withAt(naming.result, "status", "acceptedNames");
        boolean isFree = naming.reason.isEmpty();
        result = Conditions.with(
                result,
                Conditions.NAMES_ACCEPTED,
                isFree,
                isFree ? "NoConflicts" : naming.reason,
                isFree ? "no conflicts found" : naming.message,
                now);
        if (!Conditions.isTrue(result, Conditions.ESTABLISHED)) {
            result = isFree
                    ? Conditions.with(
                            result,
                            Conditions.ESTABLISHED,
                            true,
                            "InitialNamesAccepted",
                            "the initial names have been accepted",
                            now)
                    : Conditions.with(
                            result, Conditions.ESTABLISHED, false, "NotAccepted", "not all names are accepted", now);
        }
        return withApproval(result, now);
    }

    private static JsonMap withApproval(JsonMap definition, Instant now) {
        if (!Approval.isProtected(definition.map("spec").string("group"))) {
            return definition;
        }
        var approval = Approval.of(definition);
        return Conditions.with(
                definition,
                Conditions.APPROVAL,
                approval.state() == Approval.State.APPROVED,
                approval.state().reason(),
                approval.message(),
                now);
    }

    private void accept() {
        one("plural", resources, "PluralConflict");
        one("singular", resources, "SingularConflict");
        shortNames();
        one("kind", kinds, "KindConflict");
        one("listKind", kinds, "ListKindConflict");
        copy("categories");
    }

    private void one(String key, Set<String> used, String conflict) {
        var name = wanted.string(key);
        if (!name.equals(accepted.string(key)) && used.contains(name)) {
            reason = conflict;
            message = inUse(name);
        } else {
            copy(key);
        }
    }

    private void shortNames() {
        if (Objects.equals(wanted.get("shortNames"), accepted.get("shortNames"))) {
            return;
        }
        var ours = accepted.list("shortNames").stream().toList();
        var taken = new ArrayList<String>();
        wanted.list("shortNames")
                .strings()
                .filter(name -> !ours.contains(name) && resources.contains(name))
                .forEach(name -> taken.add(inUse(name)));
        if (taken.isEmpty()) {
            copy("shortNames");
        } else {
            reason = "ShortNamesConflict";
            message = aggregate(taken);
        }
    }

    private static String aggregate(List<String> messages) {
        var distinct = messages.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]";
    }

    private static String inUse(String name) {
        return "\"" + name + "\" is already in use";
    }

    private void copy(String key) {
        var name = wanted.get(key);
        result = name == null ? result.without(key) : result.with(key, name);
    }
}
