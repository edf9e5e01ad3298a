package dev.jibe.server.authz;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether some rules allow everything that others do, and what is missing if not.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping">Privilege
 * escalation prevention</a>.
 */
public final class RuleCoverage {

    private static final List<String> SHOWN =
            List.of("apiGroups", "resources", "nonResourceURLs", "resourceNames", "verbs");

    private RuleCoverage() {}

    /** What of the wanted rules none of the held ones covers, one verb on one thing each. */
    public static List<JsonMap> missing(List<JsonMap> held, List<JsonMap> wanted) {
        var pieces = held.stream().flatMap(rule -> broken(rule).stream()).toList();
        return wanted.stream()
                .flatMap(rule -> broken(rule).stream())
                .filter(piece -> pieces.stream().noneMatch(owner -> covers(owner, piece)))
                .toList();
    }

    /** One rule for each verb on each thing. */
    static List<JsonMap> broken(JsonMap rule) {
        var pieces = new ArrayList<JsonMap>();
        var names = rule.list("resourceNames");
        rule.list("apiGroups")
                .forEach(group -> rule.list("resources")
                        .forEach(resource -> rule.list("verbs").forEach(verb -> {
                            var piece = JsonMap.of(
                                    "apiGroups", JsonList.of(group),
                                    "resources", JsonList.of(resource),
                                    "verbs", JsonList.of(verb));
                            if (names.isEmpty()) {
                                pieces.add(piece);
                            }
                            names.forEach(name -> pieces.add(piece.with("resourceNames", JsonList.of(name))));
                        })));
        rule.list("nonResourceURLs")
                .forEach(url -> rule.list("verbs")
                        .forEach(verb -> pieces.add(
                                JsonMap.of("nonResourceURLs", JsonList.of(url), "verbs", JsonList.of(verb)))));
        return pieces;
    }

    private static boolean covers(JsonMap owner, JsonMap piece) {
        var names = owner.list("resourceNames");
        boolean named = names.isEmpty()
                || (!piece.list("resourceNames").isEmpty()
                        && piece.list("resourceNames").stream().allMatch(name -> has(names, name)));
        return hasAll(owner, piece, "verbs")
                && hasAll(owner, piece, "apiGroups")
                && piece.list("resources").strings().allMatch(resource -> resource(owner.list("resources"), resource))
                && piece.list("nonResourceURLs").strings().allMatch(url -> url(owner.list("nonResourceURLs"), url))
                && named;
    }

    private static boolean hasAll(JsonMap owner, JsonMap piece, String key) {
        var held = owner.list(key);
        return has(held, "*") || piece.list(key).stream().allMatch(value -> has(held, value));
    }

    private static boolean resource(JsonList held, String wanted) {
        if (has(held, "*") || has(held, wanted)) {
            return true;
        }
        int slash = wanted.indexOf('/');
        return slash >= 0 && has(held, "*" + wanted.substring(slash));
    }

    private static boolean url(JsonList held, String wanted) {
        return held.strings()
                .anyMatch(url -> url.equals(wanted)
                        || (url.endsWith("*") && wanted.startsWith(url.substring(0, url.length() - 1))));
    }

    private static boolean has(JsonList values, Object value) {
        for (var each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Pieces that differ in their verbs only, put together again. */
    static List<JsonMap> compact(List<JsonMap> pieces) {
        var compacted = new ArrayList<JsonMap>();
        var simple = new LinkedHashMap<JsonMap, JsonMap>();
        for (var piece : pieces) {
            boolean isSimple = piece.list("resources").size() == 1
                    && piece.list("apiGroups").size() == 1
                    && piece.list("resourceNames").size() <= 1
                    && piece.list("nonResourceURLs").isEmpty();
            if (isSimple) {
                simple.merge(
                        piece.without("verbs"),
                        piece,
                        (one, other) -> one.with("verbs", joined(one.list("verbs"), other.list("verbs"))));
            } else {
                compacted.add(piece);
            }
        }
        compacted.addAll(simple.values());
        return compacted;
    }

    private static JsonList joined(JsonList one, JsonList other) {
        var all = new ArrayList<Object>();
        one.forEach(all::add);
        other.forEach(all::add);
        return JsonList.copyOf(all);
    }

    /** Rules as messages list them, one a line. */
    static String shown(List<JsonMap> rules) {
        return compact(rules).stream().map(RuleCoverage::shown).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining("\n"));
    }

    private static String shown(JsonMap rule) {
        return SHOWN.stream()
                .filter(key -> !rule.list(key).isEmpty())
                .map(key ->
                        capitalized(key) + ":" + quoted(rule.list(key).strings().toList()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String capitalized(String key) {
        return key.equals("apiGroups") ? "APIGroups" : Character.toUpperCase(key.charAt(0)) + key.substring(1);
    }

    /** A list of words as Go's {@code %q} writes it. */
    public static String quoted(List<String> words) {
        return words.stream().map(FieldError::quoted).collect(Collectors.joining(" ", "[", "]"));
    }
}
