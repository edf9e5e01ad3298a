package dev.jibe.server.admission.security;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Parts of a pod that break a rule, and how messages name them. */
final class Offenders {

    private Offenders() {}

    /** All containers, in the order in which they start. */
    static void visit(JsonMap spec, Consumer<JsonMap> visitor) {
        for (var list : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.list(list).maps().forEach(visitor);
        }
    }

    /** The names of the containers that do something. */
    static List<String> containers(JsonMap spec, Predicate<JsonMap> does) {
        var names = new ArrayList<String>();
        visit(spec, container -> {
            if (does.test(container)) {
                names.add(container.string("name"));
            }
        });
        return names;
    }

    static String plural(String one, String many, int count) {
        return count == 1 ? one : many;
    }

    static String quoted(Collection<String> items) {
        return "\"" + String.join("\", \"", items) + "\"";
    }

    /** Such as {@code containers "a", "b"}. */
    static String named(List<String> containers) {
        return plural("container", "containers", containers.size()) + " " + quoted(containers);
    }

    /** The pod, if it is one of them, and the containers. */
    static List<String> setters(boolean pod, List<String> containers) {
        var setters = new ArrayList<String>();
        if (pod) {
            setters.add("pod");
        }
        if (!containers.isEmpty()) {
            setters.add(named(containers));
        }
        return setters;
    }
}
