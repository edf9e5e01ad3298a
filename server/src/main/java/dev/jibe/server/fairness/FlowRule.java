package dev.jibe.server.fairness;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;

/** Whether a rule of a flow schema is about a request. */
final class FlowRule {

    private static final String ACCOUNT = "system:serviceaccount:";

    private FlowRule() {}

    static boolean matches(JsonMap rule, User user, RequestInfo info) {
        return anySubject(rule.list("subjects"), user)
                && (info.isResource()
                        ? anyResource(rule.list("resourceRules"), info)
                        : anyPath(rule.list("nonResourceRules"), info));
    }

    private static boolean anySubject(JsonList subjects, User user) {
        for (int i = 0; i < subjects.size(); i++) {
            if (isSubject(subjects.map(i), user)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSubject(JsonMap subject, User user) {
        return switch (subject.string("kind")) {
            case "User" -> isName(subject.map("user").string("name"), user.name());
            case "Group" -> {
                var group = subject.map("group").string("name");
                yield group.equals("*") || user.isIn(group);
            }
            case "ServiceAccount" -> {
                var account = subject.map("serviceAccount");
                var prefix = ACCOUNT + account.string("namespace") + ":";
                yield user.name().startsWith(prefix)
                        && isName(account.string("name"), user.name().substring(prefix.length()));
            }
            default -> false;
        };
    }

    private static boolean isName(String wanted, String name) {
        return wanted.equals("*") || wanted.equals(name);
    }

    private static boolean anyResource(JsonList rules, RequestInfo info) {
        var resource = info.subresource().isEmpty() ? info.resource() : info.resource() + "/" + info.subresource();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.map(i);
            boolean there = info.namespace().isEmpty()
                    ? rule.bool("clusterScope")
                    : has(rule.list("namespaces"), info.namespace());
            if (there
                    && has(rule.list("verbs"), info.verb())
                    && has(rule.list("apiGroups"), info.group())
                    && has(rule.list("resources"), resource)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyPath(JsonList rules, RequestInfo info) {
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.map(i);
            if (has(rule.list("verbs"), info.verb())
                    && rule.list("nonResourceURLs").strings().anyMatch(url -> isPath(url, info.path()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPath(String rule, String path) {
        return rule.equals("*")
                || rule.equals(path)
                || (rule.endsWith("*") && path.startsWith(rule.substring(0, rule.length() - 1)));
    }

    private static boolean has(JsonList values, String value) {
        for (var each : values) {
            if (each.equals("*") || each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
