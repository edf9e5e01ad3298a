package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.function.Consumer;

/** What the operating system that a pod names does not have. */
final class SystemRules {

    private static final String NOT_WINDOWS = "cannot be set for a windows pod";
    private static final String NOT_LINUX = "windows options cannot be set for a linux pod";
    private static final List<String> POD_CONTEXT = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "fsGroup",
            "fsGroupChangePolicy",
            "sysctls",
            "runAsUser",
            "runAsGroup",
            "supplementalGroups",
            "supplementalGroupsPolicy",
            "seLinuxChangePolicy");
    private static final List<String> CONTAINER_CONTEXT = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount",
            "runAsUser",
            "runAsGroup");

    private SystemRules() {}

    static void check(Place spec) {
        var name = spec.map("os").string("name");
        if (name.isEmpty()) {
            spec.in("os").required("name");
        } else if (!List.of("linux", "windows").contains(name)) {
            spec.unsupported("os", name, List.of("linux", "windows"));
        } else if (name.equals("linux")) {
            linux(spec);
        } else {
            windows(spec);
        }
    }

    private static void containers(Place spec, Consumer<Place> rule) {
        for (var kind : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.each(kind, rule);
        }
    }

    private static void linux(Place spec) {
        if (spec.map("securityContext").has("windowsOptions")) {
            spec.in("securityContext").forbidden("windowsOptions", NOT_LINUX);
        }
        containers(spec, container -> {
            if (container.map("securityContext").has("windowsOptions")) {
                container.in("securityContext").forbidden("windowsOptions", NOT_LINUX);
            }
        });
    }

    private static void windows(Place spec) {
        var context = spec.in("securityContext");
        none(context, List.of("appArmorProfile", "seLinuxOptions"));
        if (spec.has("hostUsers")) {
            spec.forbidden("hostUsers", NOT_WINDOWS);
        }
        for (var key : List.of("hostPID", "hostIPC")) {
            if (spec.flag(key)) {
                spec.forbidden(key, NOT_WINDOWS);
            }
        }
        none(context, List.of("seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls"));
        if (spec.has("shareProcessNamespace")) {
            spec.forbidden("shareProcessNamespace", NOT_WINDOWS);
        }
        none(context, POD_CONTEXT.subList(6, POD_CONTEXT.size()));
        containers(spec, container -> none(container.in("securityContext"), CONTAINER_CONTEXT));
    }

    private static void none(Place place, List<String> keys) {
        keys.stream()
                .filter(key -> place.get(key) instanceof JsonMap || !place.isEmpty(key))
                .forEach(key -> place.forbidden(key, NOT_WINDOWS));
    }
}
