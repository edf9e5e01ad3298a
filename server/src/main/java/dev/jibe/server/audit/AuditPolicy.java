package dev.jibe.server.audit;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.authn.User;
import dev.jibe.server.request.RequestInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rules that say how much is noted of which requests: the first that fits. */
public final class AuditPolicy {

    /** How much is noted of a request, and when. */
    public record Decision(AuditLevel level, Set<AuditStage> stages, boolean omitsManagedFields) {
        static final Decision NOTHING = new Decision(AuditLevel.NONE, Set.of(), false);
    }

    private record Rule(JsonMap rule, Decision decision) {}

    private final List<Rule> rules = new ArrayList<>();

    private AuditPolicy(JsonMap policy) {
        var omitted = stages(policy.list("omitStages"), "omitStages");
        for (int i = 0; i < policy.list("rules").size(); i++) {
            var rule = policy.list("rules").map(i);
            var at = "rules[" + i + "]";
            var left = EnumSet.allOf(AuditStage.class);
            left.removeAll(omitted);
            left.removeAll(stages(rule.list("omitStages"), at + ".omitStages"));
            boolean omits =
                    rule.has("omitManagedFields") ? rule.bool("omitManagedFields") : policy.bool("omitManagedFields");
            check(rule, at);
            rules.add(new Rule(rule, new Decision(level(rule, at), left, omits)));
        }
        if (rules.isEmpty()) {
            throw new AuditException("rules: there are none; add one such as {level: Metadata}");
        }
    }

    /**
     * Reads a policy.
     *
     * @throws AuditException if it is none, with what is wrong and where
     */
    public static AuditPolicy parse(byte[] yaml) {
        try {
            if (!(Yaml.parse(yaml) instanceof JsonMap policy)) {
                throw new AuditException("it is not an object");
            }
            if (!policy.string("apiVersion").equals("audit.k8s.io/v1")
                    || !policy.string("kind").equals("Policy")) {
                throw new AuditException("apiVersion and kind must be audit.k8s.io/v1 and Policy");
            }
            return new AuditPolicy(policy);
        } catch (MalformedException e) {
            throw new AuditException(String.valueOf(e.getMessage()), e);
        }
    }

    private static AuditLevel level(JsonMap rule, String at) {
        for (var level : AuditLevel.values()) {
            if (level.text().equals(rule.string("level"))) {
                return level;
            }
        }
        throw new AuditException(
                at + ".level: \"" + rule.string("level") + "\" is not one of None, Metadata, Request, RequestResponse");
    }

    private static Set<AuditStage> stages(JsonList names, String at) {
        var stages = EnumSet.noneOf(AuditStage.class);
        names.strings().forEach(name -> {
            for (var stage : AuditStage.values()) {
                if (stage.text().equals(name)) {
                    stages.add(stage);
                    return;
                }
            }
            throw new AuditException(
                    at + ": \"" + name + "\" is not one of RequestReceived, ResponseStarted, ResponseComplete, Panic");
        });
        return stages;
    }

    private static void check(JsonMap rule, String at) {
        boolean paths = !rule.list("nonResourceURLs").isEmpty();
        boolean resources =
                !rule.list("resources").isEmpty() || !rule.list("namespaces").isEmpty();
        if (paths && resources) {
            throw new AuditException(
                    at + ".nonResourceURLs: rules cannot apply to both regular resources and" + " non-resource URLs");
        }
    }

    /** What is noted of a request of the user. */
    public Decision decide(User user, RequestInfo info) {
        for (var rule : rules) {
            if (matches(rule.rule(), user, info)) {
                return rule.decision();
            }
        }
        return Decision.NOTHING;
    }

    private static boolean matches(JsonMap rule, User user, RequestInfo info) {
        var groups = rule.list("userGroups");
        boolean whom = isAmong(rule.list("users"), user.name())
                && (groups.isEmpty() || groups.strings().anyMatch(user::isIn))
                && isAmong(rule.list("verbs"), info.verb());
        if (!whom) {
            return false;
        }
        boolean resources =
                !rule.list("resources").isEmpty() || !rule.list("namespaces").isEmpty();
        if (resources) {
            return info.isResource() && matchesResource(rule, info);
        }
        var paths = rule.list("nonResourceURLs");
        return paths.isEmpty()
                || (!info.isResource() && paths.strings().anyMatch(path -> matchesPath(path, info.path())));
    }

    private static boolean isAmong(JsonList wanted, String value) {
        return wanted.isEmpty() || wanted.strings().anyMatch(value::equals);
    }

    private static boolean matchesPath(String rule, String path) {
        return rule.equals("*")
                || rule.equals(path)
                || (rule.endsWith("*") && path.startsWith(rule.substring(0, rule.length() - 1)));
    }

    private static boolean matchesResource(JsonMap rule, RequestInfo info) {
        if (!isAmong(rule.list("namespaces"), info.namespace())) {
            return false;
        }
        var groups = rule.list("resources");
        return groups.isEmpty()
                || groups.maps()
                        .anyMatch(group -> group.string("group").equals(info.group())
                                && (group.list("resources").isEmpty()
                                        || group.list("resources").strings().anyMatch(each -> isResource(each, info)))
                                && isAmong(group.list("resourceNames"), info.name()));
    }

    private static boolean isResource(String rule, RequestInfo info) {
        var combined = info.subresource().isEmpty() ? info.resource() : info.resource() + "/" + info.subresource();
        return rule.equals("*")
                || rule.equals(combined)
                || (rule.startsWith("*/") && info.subresource().equals(rule.substring(2)))
                || (rule.endsWith("/*") && info.resource().equals(rule.substring(0, rule.length() - 2)));
    }
}
