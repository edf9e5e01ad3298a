package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.List;

/** Roles and their bindings. */
final class AccessRules {

    private static final FieldPath RULES = FieldPath.ROOT.at("rules");
    private static final FieldPath ROLE = FieldPath.ROOT.at("roleRef");

    private AccessRules() {}

    static void role(Checks checks, JsonMap object) {
        boolean namespaced = object.string("kind").equals("Role");
        var rules = object.list("rules");
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.map(i);
            var at = RULES.at(i);
            if (rule.list("verbs").isEmpty()) {
                checks.required(at.at("verbs"), "verbs must contain at least one value");
            }
            if (!rule.list("nonResourceURLs").isEmpty()) {
                if (namespaced) {
                    checks.invalid(
                            at.at("nonResourceURLs"),
                            rule.list("nonResourceURLs"),
                            "namespaced rules cannot apply to non-resource URLs");
                }
                if (!rule.list("apiGroups").isEmpty() || !rule.list("resources").isEmpty()) {
                    checks.invalid(
                            at.at("nonResourceURLs"),
                            rule.list("nonResourceURLs"),
                            "rules cannot apply to both regular resources and non-resource URLs");
                }
                continue;
            }
            if (rule.list("apiGroups").isEmpty()) {
                checks.required(at.at("apiGroups"), "resource rules must supply at least one api group");
            }
            if (rule.list("resources").isEmpty()) {
                checks.required(at.at("resources"), "resource rules must supply at least one resource");
            }
        }
    }

    static void binding(Checks checks, JsonMap object) {
        var role = object.map("roleRef");
        boolean cluster = object.string("kind").equals("ClusterRoleBinding");
        checks.oneOf(ROLE.at("apiGroup"), role.string("apiGroup"), List.of("rbac.authorization.k8s.io"));
        checks.oneOf(
                ROLE.at("kind"),
                role.string("kind"),
                cluster ? List.of("ClusterRole") : List.of("Role", "ClusterRole"));
        if (role.string("name").isEmpty()) {
            checks.required(ROLE.at("name"), "");
        }
        var subjects = object.list("subjects");
        for (int i = 0; i < subjects.size(); i++) {
            subject(checks, FieldPath.ROOT.at("subjects").at(i), subjects.map(i), cluster);
        }
    }

    private static void subject(Checks checks, FieldPath at, JsonMap subject, boolean cluster) {
        if (subject.string("name").isEmpty()) {
            checks.required(at.at("name"), "");
        }
        switch (subject.string("kind")) {
            case "ServiceAccount" -> {
                if (!subject.string("apiGroup").isEmpty()) {
                    checks.oneOf(at.at("apiGroup"), subject.string("apiGroup"), List.of(""));
                }
                if (cluster && subject.string("namespace").isEmpty()) {
                    checks.required(at.at("namespace"), "");
                }
            }
            case "User", "Group" ->
                checks.oneOf(at.at("apiGroup"), subject.string("apiGroup"), List.of("rbac.authorization.k8s.io"));
            default -> checks.oneOf(at.at("kind"), subject.string("kind"), List.of("ServiceAccount", "User", "Group"));
        }
    }

    static void sameRole(Checks checks, JsonMap object, JsonMap old) {
        var now = object.map("roleRef");
        if (!now.equals(old.map("roleRef"))) {
            checks.invalid(
                    ROLE,
                    JsonMap.of(
                            "APIGroup", now.string("apiGroup"), "Kind", now.string("kind"), "Name", now.string("name")),
                    "cannot change roleRef");
        }
    }
}
