package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.PATH_SEGMENT;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;

/** Roles, their bindings, and certificates. */
final class AccessKinds {

    private static final List<String> GROUP = List.of("rbac.authorization.k8s.io");

    static final Map<String, Kind> KINDS = Map.of(
            "roles.rbac.authorization.k8s.io",
            role(),
            "clusterroles.rbac.authorization.k8s.io",
            role(),
            "rolebindings.rbac.authorization.k8s.io",
            binding(),
            "clusterrolebindings.rbac.authorization.k8s.io",
            binding(),
            "certificatesigningrequests.certificates.k8s.io",
            new Kind(
                            Naming.ANY,
                            steps(META, rule(CertificateRules::request)),
                            steps(META, rule(CertificateRules::request), META_UPDATE))
                    .withStatus(META, (object, old) -> CertificateRules.status(object, old, false), META_UPDATE));

    private AccessKinds() {}

    private static Kind role() {
        return new Kind(
                PATH_SEGMENT,
                steps(META, rule(AccessKinds::rules)),
                steps(META, rule(AccessKinds::rules), META_UPDATE));
    }

    private static Kind binding() {
        return new Kind(
                PATH_SEGMENT,
                steps(META, rule(AccessKinds::bound)),
                steps(META, rule(AccessKinds::bound), META_UPDATE, AccessKinds::sameRole));
    }

    private static void rules(Place role) {
        boolean namespaced = role.report().isNamespaced();
        role.each("rules", rule -> {
            if (rule.list("verbs").isEmpty()) {
                rule.required("verbs", "verbs must contain at least one value");
            }
            var urls = rule.list("nonResourceURLs");
            if (!urls.isEmpty()) {
                if (namespaced) {
                    rule.invalid("nonResourceURLs", urls, "namespaced rules cannot apply to non-resource URLs");
                }
                if (!rule.isEmpty("apiGroups") || !rule.isEmpty("resources") || !rule.isEmpty("resourceNames")) {
                    rule.invalid(
                            "nonResourceURLs",
                            urls,
                            "rules cannot apply to both regular resources and non-resource URLs");
                }
                return;
            }
            if (rule.list("apiGroups").isEmpty()) {
                rule.required("apiGroups", "resource rules must supply at least one api group");
            }
            if (rule.list("resources").isEmpty()) {
                rule.required("resources", "resource rules must supply at least one resource");
            }
        });
        if (role.has("aggregationRule")) {
            aggregation(role.in("aggregationRule"));
        }
    }

    private static void aggregation(Place rule) {
        var selectors = rule.list("clusterRoleSelectors");
        if (selectors.isEmpty()) {
            rule.required(
                    "clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        for (int i = 0; i < selectors.size(); i++) {
            int before = rule.report().count();
            SelectorRules.labels(
                    rule.at("").as(JsonMap.of("clusterRoleSelectors[" + i + "]", selectors.get(i))),
                    "clusterRoleSelectors[" + i + "]");
            if (rule.report().count() > before) {
                rule.invalid("clusterRoleSelectors[" + i + "]", null, "invalid label selector.");
            }
        }
    }

    private static void bound(Place binding) {
        boolean cluster = !binding.report().isNamespaced();
        var role = binding.in("roleRef");
        role.oneOf("apiGroup", GROUP);
        role.oneOf("kind", cluster ? List.of("ClusterRole") : List.of("Role", "ClusterRole"));
        role.namedNeeded("name", PATH_SEGMENT);
        binding.each("subjects", subject -> {
            boolean named = subject.need("name");
            switch (subject.text("kind")) {
                case "ServiceAccount" -> {
                    if (named) {
                        subject.named("name", Naming.SUBDOMAIN);
                    }
                    if (!subject.text("apiGroup").isEmpty()) {
                        subject.oneOf("apiGroup", List.of(""));
                    }
                    if (cluster) {
                        subject.need("namespace");
                    }
                }
                case "User", "Group" -> subject.oneOf("apiGroup", GROUP);
                default -> subject.oneOf("kind", List.of("ServiceAccount", "User", "Group"));
            }
        });
    }

    private static void sameRole(Place binding, JsonMap old) {
        var now = binding.map("roleRef");
        if (!now.equals(old.map("roleRef"))) {
            binding.invalid("roleRef", GoStructs.text("RoleRef", now), "cannot change roleRef");
        }
    }
}
