package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Environment variables of a container.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/">Environment
 * Variables</a>.
 */
final class EnvironmentRules {

    private static final String TWO = "may not have more than one field specified at a time";

    private EnvironmentRules() {}

    static void check(Place container) {
        container.each("env", variable -> {
            if (variable.need("name")) {
                variable.invalid("name", variable.text("name"), Formats.environmentName(variable.text("name")));
            }
            if (variable.has("valueFrom")) {
                source(variable.in("valueFrom"), !variable.text("value").isEmpty());
            }
        });
        var from = container.list("envFrom");
        for (int i = 0; i < from.size(); i++) {
            many(container, container.item("envFrom", i));
        }
    }

    private static void source(Place from, boolean hasValue) {
        int sources = 0;
        if (from.has("fieldRef")) {
            sources++;
            ProjectedRules.field(from.in("fieldRef"), ProjectedRules.ENVIRONMENT_FIELDS);
        }
        if (from.has("resourceFieldRef")) {
            sources++;
            ProjectedRules.resource(from.in("resourceFieldRef"), false);
        }
        for (var kind : List.of("configMapKeyRef", "secretKeyRef")) {
            if (from.has(kind)) {
                sources++;
                var reference = from.in(kind);
                reference.named("name", Naming.SUBDOMAIN);
                if (reference.need("key")) {
                    reference.invalid("key", reference.text("key"), Formats.configKey(reference.text("key")));
                }
            }
        }
        if (from.has("fileKeyRef")) {
            sources++;
            file(from.in("fileKeyRef"));
        }
        if (sources == 0) {
            from.invalid(
                    "",
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or"
                            + " `fileKeyRef`");
        } else if (hasValue) {
            from.invalid("", "", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            from.invalid("", "", TWO);
        }
    }

    /** Files that variables are read from are in empty directories of the pod. */
    static void files(Place spec) {
        Map<String, JsonMap> volumes = new HashMap<>();
        spec.list("volumes").maps().forEach(volume -> volumes.put(volume.string("name"), volume));
        for (var kind : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.each(
                    kind,
                    container -> container.each("env", variable -> {
                        if (!variable.map("valueFrom").has("fileKeyRef")) {
                            return;
                        }
                        var reference = variable.in("valueFrom").in("fileKeyRef");
                        var name = reference.text("volumeName");
                        var volume = volumes.get(name);
                        if (volume == null) {
                            reference.notFound("volumeName", name);
                        } else if (!volume.has("emptyDir")) {
                            reference.invalid("volumeName", name, "referenced volume must be of type emptyDir");
                        }
                    }));
        }
    }

    private static void file(Place reference) {
        if (reference.need("key")) {
            reference.invalid("key", reference.text("key"), Formats.environmentName(reference.text("key")));
        }
        reference.namedNeeded("volumeName", Naming.LABEL);
        if (reference.need("path")) {
            VolumeRules.noSteps(reference, "path", reference.text("path"));
        }
    }

    private static void many(Place container, Place from) {
        var prefix = from.text("prefix");
        if (!prefix.isEmpty()) {
            from.invalid("prefix", prefix, Formats.environmentName(prefix));
        }
        int sources = 0;
        for (var kind : List.of("configMapRef", "secretRef")) {
            if (from.has(kind)) {
                sources++;
                from.in(kind).namedNeeded("name", Naming.SUBDOMAIN);
            }
        }
        if (sources == 0) {
            container.invalid("envFrom", "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (sources > 1) {
            container.invalid("envFrom", "", TWO);
        }
    }
}
