package dev.jibe.server.admission.security;

import dev.jibe.object.JsonMap;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.configuration.ConfigurationFile;
import dev.jibe.server.registry.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What holds for pods whose namespace does not say, and whose pods nobody looks at.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/">Enforce Pod
 * Security Standards by Configuring the Built-in Admission Controller</a>.
 */
public final class PodSecuritySettings {

    /** Everything is allowed, and nobody exempt. */
    public static final PodSecuritySettings DEFAULT =
            new PodSecuritySettings(NamespacePolicy.PRIVILEGED, Exemptions.NONE);

    private static final String LABEL = "pod-security.kubernetes.io/";
    private static final Set<String> MODES =
            Set.of("enforce", "enforce-version", "audit", "audit-version", "warn", "warn-version");

    private final NamespacePolicy defaults;
    private final Exemptions exempt;

    private PodSecuritySettings(NamespacePolicy defaults, Exemptions exempt) {
        this.defaults = defaults;
        this.exempt = exempt;
    }

    /**
     * Reads a {@code PodSecurityConfiguration} without its kind.
     *
     * @throws ConfigurationException if it cannot be used
     */
    public static PodSecuritySettings of(JsonMap config) {
        ConfigurationFile.onlyHas(config, "", Set.of("defaults", "exemptions"));
        var given = config.map("defaults");
        ConfigurationFile.onlyHas(given, "defaults", MODES);
        var defaults = NamespacePolicy.PRIVILEGED;
        for (var mode : List.of("enforce", "audit", "warn")) {
            // What is said of one mode says nothing of the others here, unlike in labels.
            var labels = labels(given, mode);
            var read = NamespacePolicy.of(labels, NamespacePolicy.PRIVILEGED);
            if (!read.errors().isEmpty()) {
                var error = read.errors().getFirst();
                var key = error.field()
                        .replace("metadata.labels[" + LABEL, "defaults.")
                        .replace("]", "");
                throw new ConfigurationException(key + ": " + error.body());
            }
            defaults = switch (mode) {
                case "enforce" -> new NamespacePolicy(read.enforce(), defaults.audit(), defaults.warn(), List.of());
                case "audit" -> new NamespacePolicy(defaults.enforce(), read.audit(), defaults.warn(), List.of());
                default -> new NamespacePolicy(defaults.enforce(), defaults.audit(), read.warn(), List.of());
            };
        }
        var exemptions = config.map("exemptions");
        ConfigurationFile.onlyHas(exemptions, "exemptions", Set.of("usernames", "namespaces", "runtimeClasses"));
        return new PodSecuritySettings(
                defaults,
                new Exemptions(
                        names(exemptions, "usernames", PodSecuritySettings::wrongUser),
                        names(exemptions, "namespaces", name -> Names.wrongLabel(name, false)),
                        names(exemptions, "runtimeClasses", name -> Names.wrongSubdomain(name, false))));
    }

    private static JsonMap labels(JsonMap given, String mode) {
        var labels = JsonMap.EMPTY;
        for (var key : List.of(mode, mode + "-version")) {
            if (!given.string(key).isEmpty()) {
                labels = labels.with(LABEL + key, given.string(key));
            }
        }
        return labels;
    }

    private static List<String> wrongUser(String name) {
        return name.isEmpty() ? List.of("username must not be empty") : List.of();
    }

    private static Set<String> names(JsonMap exemptions, String key, Function<String, List<String>> wrong) {
        var names = new LinkedHashSet<String>();
        var listed = exemptions.list(key).strings().toList();
        for (int i = 0; i < listed.size(); i++) {
            var at = "exemptions." + key + "[" + i + "]: ";
            var problems = wrong.apply(listed.get(i));
            if (!problems.isEmpty()) {
                throw new ConfigurationException(
                        at + "Invalid value: \"" + listed.get(i) + "\": " + String.join(", ", problems));
            }
            if (!names.add(listed.get(i))) {
                throw new ConfigurationException(at + "Duplicate value: \"" + listed.get(i) + "\"");
            }
        }
        return Set.copyOf(names);
    }

    NamespacePolicy defaults() {
        return defaults;
    }

    Exemptions exempt() {
        return exempt;
    }
}
