package dev.jibe.server.admission.security;

import static dev.jibe.server.admission.security.Offenders.containers;
import static dev.jibe.server.admission.security.Offenders.named;
import static dev.jibe.server.admission.security.Offenders.plural;
import static dev.jibe.server.admission.security.Offenders.quoted;
import static dev.jibe.server.admission.security.Offenders.setters;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.security.Check.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules that hold pods to what is best practice. */
final class RestrictedChecks {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    private RestrictedChecks() {}

    private static JsonMap context(JsonMap part) {
        return part.map("securityContext");
    }

    /** The same, but not for pods on Windows, which know nothing of it. */
    static Check notOnWindows(Check check) {
        return (metadata, spec) -> spec.map("os").string("name").equals("windows") ? null : check.check(metadata, spec);
    }

    /** The same, but not for pods whose users are not those of the host. */
    static Check ofHostUsers(Check check) {
        return (metadata, spec) -> BaselineChecks.hasOwnUsers(spec) ? null : check.check(metadata, spec);
    }

    static @Nullable Finding privilegeEscalation(JsonMap metadata, JsonMap spec) {
        var bad = containers(
                spec,
                c -> !context(c).has("allowPrivilegeEscalation") || context(c).bool("allowPrivilegeEscalation"));
        return bad.isEmpty()
                ? null
                : new Finding(
                        "allowPrivilegeEscalation != false",
                        named(bad) + " must set securityContext.allowPrivilegeEscalation=false");
    }

    static @Nullable Finding capabilities(JsonMap metadata, JsonMap spec) {
        var keeping = containers(
                spec, c -> context(c).map("capabilities").list("drop").strings().noneMatch("ALL"::equals));
        var added = new TreeSet<String>();
        var adding = containers(spec, c -> {
            var others = context(c)
                    .map("capabilities")
                    .list("add")
                    .strings()
                    .filter(name -> !name.equals("NET_BIND_SERVICE"))
                    .toList();
            added.addAll(others);
            return !others.isEmpty();
        });
        var details = new ArrayList<String>();
        if (!keeping.isEmpty()) {
            details.add(named(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        if (!adding.isEmpty()) {
            details.add(named(adding) + " must not include " + quoted(added) + " in securityContext.capabilities.add");
        }
        return details.isEmpty() ? null : new Finding("unrestricted capabilities", String.join("; ", details));
    }

    static @Nullable Finding volumes(JsonMap metadata, JsonMap spec) {
        var bad = new ArrayList<String>();
        var types = new TreeSet<String>();
        for (var volume : spec.list("volumes").maps().toList()) {
            var type = volume.without("name").isEmpty()
                    ? "unknown"
                    : volume.without("name").keyAt(0);
            if (!VOLUMES.contains(type)) {
                bad.add(volume.string("name"));
                types.add(type);
            }
        }
        return bad.isEmpty()
                ? null
                : new Finding(
                        "restricted volume types",
                        plural("volume", "volumes", bad.size()) + " " + quoted(bad) + " "
                                + plural("uses", "use", bad.size()) + " restricted volume "
                                + plural("type", "types", types.size()) + " " + quoted(types));
    }

    private static boolean isSet(JsonMap part, boolean to) {
        return context(part).has("runAsNonRoot") && context(part).bool("runAsNonRoot") == to;
    }

    static @Nullable Finding nonRoot(JsonMap metadata, JsonMap spec) {
        var setters = setters(isSet(spec, false), containers(spec, c -> isSet(c, false)));
        var reason = "runAsNonRoot != true";
        if (!setters.isEmpty()) {
            return new Finding(
                    reason, String.join(" and ", setters) + " must not set securityContext.runAsNonRoot=false");
        }
        List<String> silent = isSet(spec, true)
                ? List.of()
                : containers(spec, c -> !context(c).has("runAsNonRoot"));
        return silent.isEmpty()
                ? null
                : new Finding(reason, "pod or " + named(silent) + " must set securityContext.runAsNonRoot=true");
    }

    private static boolean isRoot(JsonMap part) {
        return context(part).has("runAsUser") && context(part).number("runAsUser") == 0;
    }

    static @Nullable Finding user(JsonMap metadata, JsonMap spec) {
        var setters = setters(isRoot(spec), containers(spec, RestrictedChecks::isRoot));
        return setters.isEmpty()
                ? null
                : new Finding("runAsUser=0", String.join(" and ", setters) + " must not set runAsUser=0");
    }
}
