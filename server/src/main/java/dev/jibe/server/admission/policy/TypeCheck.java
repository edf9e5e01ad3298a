package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.expression.TypeDecls;
import dev.jibe.server.admission.expression.Vocabulary;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Checks a policy's expressions against the types that the policy is about, where it names them.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking">Type
 * checking</a>.
 */
public final class TypeCheck {

    private static final int MAX_TYPES = 10;

    private TypeCheck() {}

    /** The {@code expressionWarnings} of a policy. */
    public static JsonList warnings(JsonMap policy, Resources resources) {
        var spec = policy.map("spec");
        var types = types(spec.map("matchConstraints"), resources);
        var warnings = new ArrayList<JsonMap>();
        var validations = spec.list("validations");
        for (int i = 0; i < validations.size(); i++) {
            for (var key : List.of("expression", "messageExpression")) {
                var text = validations.map(i).string(key);
                var warning = text.isEmpty() ? "" : warning(text, spec, types);
                if (!warning.isEmpty()) {
                    warnings.add(JsonMap.of("fieldRef", "spec.validations[" + i + "]." + key, "warning", warning));
                }
            }
        }
        return JsonList.copyOf(warnings);
    }

    private static String warning(String text, JsonMap spec, List<Resource> types) {
        var warnings = new ArrayList<String>();
        for (var type : types) {
            var vocabulary = new Vocabulary(spec.has("paramKind"), true, Map.of(), TypeDecls.of(type.type()));
            var expression = Variables.of(spec, vocabulary).vocabulary().compile(text, List.of());
            if (expression.isWrong()) {
                var version = type.apiVersion().contains("/") ? type.apiVersion() : "/" + type.apiVersion();
                warnings.add(version + ", Kind=" + type.kind() + ": " + expression.wrong() + "\n");
            }
        }
        return String.join("\n", warnings);
    }

    /** The types that the rules name without wildcards. */
    private static List<Resource> types(JsonMap match, Resources resources) {
        var found = new ArrayList<Resource>();
        for (var rule : match.list("resourceRules").maps().toList()) {
            for (var resource : resources.all()) {
                var info = resource.info();
                boolean named = has(rule.list("apiGroups"), info.group())
                        && has(rule.list("apiVersions"), info.version())
                        && has(rule.list("resources"), info.plural());
                if (named && resource.custom() == null) {
                    found.add(resource);
                }
            }
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Resource::apiVersion).thenComparing(Resource::kind))
                .limit(MAX_TYPES)
                .toList();
    }

    private static boolean has(JsonList list, String value) {
        return list.strings().anyMatch(value::equals) && list.strings().noneMatch("*"::equals);
    }
}
