package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a pod is made of, in a pod and in the template of one.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/">Pod</a>.
 */
final class PodSpecRules {

    private static final List<String> DNS = List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final int MAX_NAMESERVERS = 3;
    private static final int MAX_SEARCHES = 32;
    private static final int MAX_SEARCH_CHARACTERS = 2048;
    private static final int DEFAULT_GRACE_SECONDS = 30;

    private PodSpecRules() {}

    /** @param podName name of the pod; empty in a template */
    static void check(Place spec, String podName, boolean ofPod) {
        var volumes = VolumeRules.check(spec, podName);
        var claims = claims(spec, podName);
        long grace = spec.has("terminationGracePeriodSeconds")
                ? spec.number("terminationGracePeriodSeconds")
                : DEFAULT_GRACE_SECONDS;
        boolean ownUsers = Boolean.FALSE.equals(spec.get("hostUsers"));
        var containers = new ContainerRules(volumes, claims, grace, ownUsers, ofPod, spec.text("restartPolicy"));
        containers.regular(spec);
        containers.initial(spec);
        containers.ephemeral(spec);
        ResourceRules.pod(spec, claims);
        if (spec.flag("hostNetwork")) {
            hostNetwork(spec);
        }
        spec.oneOfNeeded("restartPolicy", List.of("Always", "OnFailure", "Never"));
        spec.oneOfNeeded("dnsPolicy", DNS);
        MetaRules.labels(spec, "nodeSelector");
        SecurityRules.pod(spec);
        pullSecrets(spec);
        if (spec.has("affinity")) {
            AffinityRules.affinity(spec.in("affinity"));
        }
        dns(spec);
        spec.each(
                "readinessGates",
                gate -> gate.invalid(
                        "conditionType",
                        gate.text("conditionType"),
                        Formats.qualifiedName(gate.text("conditionType"))));
        gates(spec);
        AffinityRules.spreading(spec);
        SecurityRules.hostProcesses(spec);
        if (ownUsers) {
            ownUsers(spec);
        }
        nameOfHost(spec);
        names(spec);
        AffinityRules.tolerations(spec, "tolerations");
        hosts(spec);
        spec.namedIfSet("priorityClassName", Naming.SUBDOMAIN);
        if (spec.has("runtimeClassName")) {
            spec.named("runtimeClassName", Naming.SUBDOMAIN);
        }
        spec.oneOfIfSet("preemptionPolicy", List.of("PreemptLowerPriority", "Never"));
        if (spec.has("overhead")) {
            overhead(spec, "overhead", spec.map("overhead"));
        }
        if (spec.has("os")) {
            SystemRules.check(spec);
        }
        if (spec.has("schedulingGroup")) {
            group(spec.in("schedulingGroup"));
        }
        EnvironmentRules.files(spec);
    }

    private static void group(Place group) {
        if (group.has("podGroupName")) {
            group.named("podGroupName", Naming.SUBDOMAIN);
        } else {
            group.invalid("podGroupName", null, "must specify one of: `podGroupName`");
        }
    }

    static void overhead(Place parent, String key, JsonMap amounts) {
        ResourceRules.requirements(
                parent.in(key).as(JsonMap.of("limits", amounts)), ResourceRules::containerName, Set.of());
    }

    private static Set<String> claims(Place spec, String podName) {
        if (!spec.has("resourceClaims")) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        spec.each("resourceClaims", claim -> {
            var name = claim.text("name");
            var template = claim.text("resourceClaimTemplateName");
            if (claim.need("name")) {
                if (names.contains(name)) {
                    claim.duplicate("name", name);
                } else {
                    var wrong = Naming.LABEL.wrong(name, false);
                    claim.invalid("name", name, wrong);
                    if (wrong.isEmpty() && !podName.isEmpty() && !template.isEmpty()) {
                        var whole = podName + "-" + name;
                        Naming.SUBDOMAIN
                                .wrong(whole, false)
                                .forEach(why -> claim.invalid("name", whole, "final ResourceClaim name: " + why));
                    }
                    names.add(name);
                }
            }
            boolean direct = claim.has("resourceClaimName");
            boolean templated = claim.has("resourceClaimTemplateName");
            if (direct == templated) {
                claim.invalid(
                        "",
                        GoStructs.text("PodResourceClaim", claim.map()),
                        direct
                                ? "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
                                : "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            }
            if (direct) {
                claim.named("resourceClaimName", Naming.SUBDOMAIN);
            }
            if (templated) {
                claim.named("resourceClaimTemplateName", Naming.SUBDOMAIN);
            }
        });
        return names;
    }

    private static void hostNetwork(Place spec) {
        spec.each(
                "containers",
                container -> container.each("ports", port -> {
                    // In a template the port of the node is filled in only when a pod is made of it.
                    if (port.number("hostPort") != 0 && port.number("hostPort") != port.number("containerPort")) {
                        port.invalid(
                                "hostPort",
                                port.number("hostPort"),
                                "must match `containerPort` when `hostNetwork` is true");
                    }
                }));
    }

    private static void pullSecrets(Place spec) {
        spec.each("imagePullSecrets", secret -> {
            if (secret.map().size() > (secret.has("name") ? 1 : 0)) {
                secret.invalid("", GoStructs.text("Named", secret.map()), "only name may be set");
            }
        });
    }

    private static void dns(Place spec) {
        if (spec.text("dnsPolicy").equals("None")) {
            if (!spec.has("dnsConfig")) {
                spec.required("dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (spec.map("dnsConfig").list("nameservers").isEmpty()) {
                spec.in("dnsConfig")
                        .required("nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        if (!spec.has("dnsConfig")) {
            return;
        }
        var config = spec.in("dnsConfig");
        var servers = config.list("nameservers");
        if (servers.size() > MAX_NAMESERVERS) {
            config.invalid("nameservers", servers, "must not have more than 3 nameservers");
        }
        config.eachText("nameservers", (at, server) -> config.invalid(at, server, Addresses.wrongLegacy(server)));
        var searches = config.list("searches");
        if (searches.size() > MAX_SEARCHES) {
            config.invalid("searches", searches, "must not have more than 32 search paths");
        }
        if (String.join(" ", searches.strings().toList()).length() > MAX_SEARCH_CHARACTERS) {
            config.invalid(
                    "searches",
                    searches,
                    "must not have more than 2048 characters (including spaces) in the search list");
        }
        config.eachText("searches", (at, search) -> {
            if (!search.equals(".")) {
                var name = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
                config.invalid(at, name, Formats.underscoredSubdomain(name));
            }
        });
        var options = config.list("options");
        for (int i = 0; i < options.size(); i++) {
            if (options.map(i).string("name").isEmpty()) {
                config.required("options[" + i + "]", "must not be empty");
            }
        }
    }

    private static void gates(Place spec) {
        Set<String> seen = new HashSet<>(0);
        var gates = spec.list("schedulingGates");
        for (int i = 0; i < gates.size(); i++) {
            var name = gates.map(i).string("name");
            var at = "schedulingGates[" + i + "]";
            spec.invalid(at, name, Formats.qualifiedName(name));
            if (!seen.add(name)) {
                spec.duplicate(at, name);
            }
        }
    }

    private static void ownUsers(Place spec) {
        for (var key : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (spec.flag(key)) {
                // Upstream spells two of them by their names in Go.
                spec.forbidden(
                        key.replace("hostPID", "HostPID").replace("hostIPC", "HostIPC"), "when `hostUsers` is false");
            }
        }
        for (var kind : List.of("containers", "initContainers")) {
            spec.each(kind, container -> {
                if (!container.list("volumeDevices").isEmpty()) {
                    container.forbidden("volumeDevices", "when `hostUsers` is false");
                }
            });
        }
    }

    private static void names(Place spec) {
        spec.namedIfSet("serviceAccountName", Naming.SUBDOMAIN);
        spec.namedIfSet("nodeName", Naming.SUBDOMAIN);
        if (spec.has("activeDeadlineSeconds")) {
            spec.between("activeDeadlineSeconds", 1, Integer.MAX_VALUE);
        }
        spec.namedIfSet("hostname", Naming.LABEL);
        spec.namedIfSet("subdomain", Naming.LABEL);
    }

    private static void nameOfHost(Place spec) {
        if (!spec.has("hostnameOverride")) {
            return;
        }
        if (spec.flag("setHostnameAsFQDN")) {
            spec.forbidden("hostnameOverride", "may not be specified when setHostnameAsFQDN is true");
        }
        if (spec.flag("hostNetwork")) {
            spec.forbidden("hostnameOverride", "may not be specified when hostNetwork is true");
        }
        if (spec.text("hostnameOverride").length() > 64) {
            spec.tooLong("hostnameOverride", 64);
        }
        spec.named("hostnameOverride", Naming.SUBDOMAIN);
    }

    private static void hosts(Place spec) {
        spec.each("hostAliases", alias -> {
            alias.invalid("ip", alias.text("ip"), Addresses.wrongLegacy(alias.text("ip")));
            alias.eachText("hostnames", (at, name) -> alias.invalid(at, name, Naming.SUBDOMAIN.wrong(name, false)));
        });
    }
}
