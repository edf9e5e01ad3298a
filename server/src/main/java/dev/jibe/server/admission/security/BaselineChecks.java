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

/** Rules that keep pods from known ways to more privileges. */
final class BaselineChecks {

    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final Set<String> CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private BaselineChecks() {}

    private static JsonMap context(JsonMap part) {
        return part.map("securityContext");
    }

    static @Nullable Finding appArmor(JsonMap metadata, JsonMap spec) {
        var types = new TreeSet<String>();
        boolean pod = isForbiddenAppArmor(spec, types);
        var setters = setters(pod, containers(spec, c -> isForbiddenAppArmor(c, types)));
        var annotations = new TreeSet<String>();
        metadata.map("annotations").strings().forEach((key, value) -> {
            boolean allowed = value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
            if (key.startsWith(APPARMOR) && !allowed) {
                annotations.add(key + "=\"" + value + "\"");
            }
        });
        var values = new ArrayList<>(types);
        if (!annotations.isEmpty()) {
            values.addAll(annotations);
            setters.add(plural("annotation", "annotations", annotations.size()));
        }
        return setters.isEmpty()
                ? null
                : new Finding(
                        plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.size()),
                        String.join(" and ", setters) + " must not set AppArmor profile type to " + quoted(values));
    }

    private static boolean isForbiddenAppArmor(JsonMap part, Set<String> types) {
        var profile = context(part).map("appArmorProfile");
        var type = profile.string("type");
        if (!context(part).has("appArmorProfile") || type.equals("RuntimeDefault") || type.equals("Localhost")) {
            return false;
        }
        types.add(type);
        return true;
    }

    static @Nullable Finding capabilities(JsonMap metadata, JsonMap spec) {
        var added = new TreeSet<String>();
        var bad = containers(spec, c -> {
            var others = context(c)
                    .map("capabilities")
                    .list("add")
                    .strings()
                    .filter(name -> !CAPABILITIES.contains(name))
                    .toList();
            added.addAll(others);
            return !others.isEmpty();
        });
        return bad.isEmpty()
                ? null
                : new Finding(
                        "non-default capabilities",
                        named(bad) + " must not include " + quoted(added) + " in securityContext.capabilities.add");
    }

    static @Nullable Finding hostNamespaces(JsonMap metadata, JsonMap spec) {
        var shared = List.of("hostNetwork", "hostPID", "hostIPC").stream()
                .filter(spec::bool)
                .map(key -> key + "=true")
                .toList();
        return shared.isEmpty() ? null : new Finding("host namespaces", String.join(", ", shared));
    }

    static @Nullable Finding hostPathVolumes(JsonMap metadata, JsonMap spec) {
        var volumes = spec.list("volumes")
                .maps()
                .filter(v -> v.has("hostPath"))
                .map(v -> v.string("name"))
                .toList();
        return volumes.isEmpty()
                ? null
                : new Finding("hostPath volumes", plural("volume", "volumes", volumes.size()) + " " + quoted(volumes));
    }

    static @Nullable Finding hostPorts(JsonMap metadata, JsonMap spec) {
        var ports = new TreeSet<String>();
        var bad = containers(spec, c -> {
            var used = c.list("ports")
                    .maps()
                    .map(p -> p.number("hostPort"))
                    .filter(p -> p != 0)
                    .map(String::valueOf)
                    .toList();
            ports.addAll(used);
            return !used.isEmpty();
        });
        var what = plural("hostPort", "hostPorts", ports.size());
        return bad.isEmpty()
                ? null
                : new Finding(
                        what,
                        named(bad) + " " + plural("uses", "use", bad.size()) + " " + what + " "
                                + String.join(", ", ports));
    }

    static @Nullable Finding hostProbes(JsonMap metadata, JsonMap spec) {
        var hosts = new TreeSet<String>();
        var bad = containers(spec, c -> {
            var handlers = new ArrayList<JsonMap>();
            List.of("livenessProbe", "readinessProbe", "startupProbe").forEach(key -> handlers.add(c.map(key)));
            List.of("postStart", "preStop")
                    .forEach(key -> handlers.add(c.map("lifecycle").map(key)));
            boolean found = false;
            for (var handler : handlers) {
                for (var action : List.of("httpGet", "tcpSocket")) {
                    var host = handler.map(action).string("host");
                    if (!host.isEmpty()) {
                        hosts.add(host);
                        found = true;
                    }
                }
            }
            return found;
        });
        var what = plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.size());
        return bad.isEmpty()
                ? null
                : new Finding(
                        what, named(bad) + " " + plural("uses", "use", bad.size()) + " " + what + " " + quoted(hosts));
    }

    static @Nullable Finding privileged(JsonMap metadata, JsonMap spec) {
        var bad = containers(spec, c -> context(c).bool("privileged"));
        return bad.isEmpty()
                ? null
                : new Finding("privileged", named(bad) + " must not set securityContext.privileged=true");
    }

    static @Nullable Finding procMount(JsonMap metadata, JsonMap spec) {
        var types = new TreeSet<String>();
        var bad = containers(spec, c -> {
            var type = context(c).string("procMount");
            if (type.isEmpty() || type.equals("Default")) {
                return false;
            }
            types.add(type);
            return true;
        });
        return bad.isEmpty()
                ? null
                : new Finding("procMount", named(bad) + " must not set securityContext.procMount to " + quoted(types));
    }

    /** Within a user namespace of its own a pod may do with {@code /proc} as it likes. */
    static @Nullable Finding procMountOfHostUsers(JsonMap metadata, JsonMap spec) {
        return hasOwnUsers(spec) ? null : procMount(metadata, spec);
    }

    static boolean hasOwnUsers(JsonMap spec) {
        return spec.has("hostUsers") && !spec.bool("hostUsers");
    }

    static Check seLinux(Set<String> allowed) {
        return (metadata, spec) -> {
            var types = new TreeSet<String>();
            boolean[] set = new boolean[2];
            boolean pod = isForbiddenSeLinux(context(spec).map("seLinuxOptions"), allowed, types, set);
            var bad = containers(spec, c -> isForbiddenSeLinux(context(c).map("seLinuxOptions"), allowed, types, set));
            var setters = setters(pod, bad);
            if (setters.isEmpty()) {
                return null;
            }
            var wrong = new ArrayList<String>();
            if (!types.isEmpty()) {
                wrong.add(plural("type", "types", types.size()) + " " + quoted(types));
            }
            if (set[0]) {
                wrong.add("user may not be set");
            }
            if (set[1]) {
                wrong.add("role may not be set");
            }
            return new Finding(
                    "seLinuxOptions",
                    String.join(" and ", setters) + " set forbidden securityContext.seLinuxOptions: "
                            + String.join("; ", wrong));
        };
    }

    private static boolean isForbiddenSeLinux(JsonMap options, Set<String> allowed, Set<String> types, boolean[] set) {
        boolean user = !options.string("user").isEmpty();
        boolean role = !options.string("role").isEmpty();
        boolean type = !options.string("type").isEmpty() && !allowed.contains(options.string("type"));
        if (type) {
            types.add(options.string("type"));
        }
        set[0] |= user;
        set[1] |= role;
        return user || role || type;
    }

    static Check sysctls(Set<String> allowed) {
        return (metadata, spec) -> {
            var forbidden = context(spec)
                    .list("sysctls")
                    .maps()
                    .map(s -> s.string("name"))
                    .filter(name -> !allowed.contains(name))
                    .toList();
            return forbidden.isEmpty() ? null : new Finding("forbidden sysctls", String.join(", ", forbidden));
        };
    }

    static @Nullable Finding windowsHostProcess(JsonMap metadata, JsonMap spec) {
        var setters = setters(isHostProcess(spec), containers(spec, BaselineChecks::isHostProcess));
        return setters.isEmpty()
                ? null
                : new Finding(
                        "hostProcess",
                        String.join(" and ", setters)
                                + " must not set securityContext.windowsOptions.hostProcess=true");
    }

    private static boolean isHostProcess(JsonMap part) {
        return context(part).map("windowsOptions").bool("hostProcess");
    }
}
