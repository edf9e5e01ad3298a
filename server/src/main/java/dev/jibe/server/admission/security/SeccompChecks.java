package dev.jibe.server.admission.security;

import static dev.jibe.server.admission.security.Offenders.containers;
import static dev.jibe.server.admission.security.Offenders.named;
import static dev.jibe.server.admission.security.Offenders.quoted;
import static dev.jibe.server.admission.security.Offenders.setters;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.security.Check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which filters of system calls pods may, and must, have. */
final class SeccompChecks {

    private static final String REASON = "seccompProfile";
    private static final String POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    private SeccompChecks() {}

    /** Before v1.19 profiles were annotations. */
    static @Nullable Finding annotations(JsonMap metadata, JsonMap spec) {
        var forbidden = new TreeSet<String>();
        var annotations = metadata.map("annotations");
        var keys = new ArrayList<String>(List.of(POD));
        Offenders.visit(spec, c -> keys.add(CONTAINER + c.string("name")));
        for (var key : keys) {
            var value = annotations.string(key);
            boolean allowed = !annotations.has(key)
                    || value.equals("runtime/default")
                    || value.equals("docker/default")
                    || value.startsWith("localhost/");
            if (!allowed) {
                forbidden.add(key + "=\"" + value + "\"");
            }
        }
        return forbidden.isEmpty()
                ? null
                : new Finding(
                        REASON,
                        "forbidden " + Offenders.plural("annotation", "annotations", forbidden.size()) + " "
                                + String.join(", ", forbidden));
    }

    private static String type(JsonMap part) {
        return part.map("securityContext").map(REASON).string("type");
    }

    private static boolean isForbidden(JsonMap part, Set<String> values) {
        var type = type(part);
        if (type.isEmpty() || type.equals("RuntimeDefault") || type.equals("Localhost")) {
            return false;
        }
        values.add(type);
        return true;
    }

    /** None may be switched off. */
    static @Nullable Finding baseline(JsonMap metadata, JsonMap spec) {
        var values = new TreeSet<String>();
        boolean pod = isForbidden(spec, values);
        var setters = setters(pod, containers(spec, c -> isForbidden(c, values)));
        return setters.isEmpty()
                ? null
                : new Finding(
                        REASON,
                        String.join(" and ", setters) + " must not set securityContext.seccompProfile.type to "
                                + quoted(values));
    }

    /** There must be one. */
    static @Nullable Finding restricted(JsonMap metadata, JsonMap spec) {
        var forbidden = baseline(metadata, spec);
        if (forbidden != null || !type(spec).isEmpty()) {
            return forbidden;
        }
        var without = containers(spec, c -> type(c).isEmpty());
        return without.isEmpty()
                ? null
                : new Finding(
                        REASON,
                        "pod or " + named(without) + " must set securityContext.seccompProfile.type to"
                                + " \"RuntimeDefault\" or \"Localhost\"");
    }
}
