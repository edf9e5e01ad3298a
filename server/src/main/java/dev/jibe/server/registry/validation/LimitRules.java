package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a namespace: for each of its objects, and for all together.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit Ranges</a> and <a
 * href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource Quotas</a>.
 */
final class LimitRules {

    private static final List<String> TYPES = List.of("Pod", "Container", "PersistentVolumeClaim");
    private static final List<String> POD_SCOPES =
            List.of("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity");
    private static final List<String> COMPUTE =
            List.of("pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
    private static final String NOT_FOR_POD = "may not be specified when `type` is 'Pod'";

    private LimitRules() {}

    static void limitRange(Place object) {
        Set<String> types = new HashSet<>();
        object.in("spec").each("limits", limit -> {
            var type = limit.text("type");
            var wrong = Formats.qualifiedName(type);
            limit.invalid("type", type, wrong);
            if (wrong.isEmpty() && type.indexOf('/') < 0 && !TYPES.contains(type)) {
                limit.invalid("type", type, "must be a standard limit type or fully qualified");
            }
            if (!types.add(type)) {
                limit.duplicate("type", type);
            }
            one(limit, type);
        });
    }

    private static void one(Place limit, String type) {
        var names = new TreeSet<String>();
        names(limit, "max", type, names);
        names(limit, "min", type, names);
        for (var key : List.of("default", "defaultRequest")) {
            if (!type.equals("Pod")) {
                names(limit, key, type, names);
            } else if (!limit.map(key).isEmpty()) {
                limit.forbidden(key, NOT_FOR_POD);
            }
        }
        if (type.equals("PersistentVolumeClaim")
                && !limit.map("min").has("storage")
                && !limit.map("max").has("storage")) {
            limit.required("limits", "either minimum or maximum storage value is required, but neither was provided");
        }
        names(limit, "maxLimitRequestRatio", type, names);
        names.forEach(name -> compare(limit, name, type));
    }

    private static void names(Place limit, String key, String type, Set<String> names) {
        var amounts = limit.map(key);
        for (int i = 0; i < amounts.size(); i++) {
            var name = amounts.keyAt(i);
            var at = key + "[" + name + "]";
            if (type.equals("Pod") || type.equals("Container")) {
                ResourceRules.containerName(limit, at, name);
            } else {
                ResourceRules.name(limit, at, name);
            }
            names.add(name);
        }
    }

    private static @Nullable Quantity amount(Place limit, String key, String name) {
        var text = limit.map(key).string(name);
        return text.isEmpty() ? null : Quantity.parse(text);
    }

    private static boolean more(@Nullable Quantity one, @Nullable Quantity other) {
        return one != null && other != null && one.compareTo(other) > 0;
    }

    private static void compare(Place limit, String name, String type) {
        var min = amount(limit, "min", name);
        var max = amount(limit, "max", name);
        boolean pod = type.equals("Pod");
        var value = pod ? null : amount(limit, "default", name);
        var request = pod ? null : amount(limit, "defaultRequest", name);
        var ratio = amount(limit, "maxLimitRequestRatio", name);
        note(limit, "min", name, min, min, max, "min value %s is greater than max value %s");
        note(
                limit,
                "defaultRequest",
                name,
                request,
                min,
                request,
                "min value %s is greater than default request value %s");
        note(
                limit,
                "defaultRequest",
                name,
                request,
                request,
                max,
                "default request value %s is greater than max value %s");
        note(
                limit,
                "defaultRequest",
                name,
                request,
                request,
                value,
                "default request value %s is greater than default limit value %s");
        note(limit, "default", name, min, min, value, "min value %s is greater than default value %s");
        note(limit, "default", name, max, value, max, "default value %s is greater than max value %s");
        if (ratio != null && ratio.compareTo(Quantity.of(1)) < 0) {
            limit.invalid("maxLimitRequestRatio[" + name + "]", ratio.toString(), "ratio " + ratio + " is less than 1");
        }
        if (ratio != null && min != null && max != null && min.signum() > 0) {
            double most = max.amount().doubleValue() / min.amount().doubleValue();
            if (ratio.amount().doubleValue() > most) {
                limit.invalid(
                        "maxLimitRequestRatio[" + name + "]",
                        ratio.toString(),
                        String.format(java.util.Locale.ROOT, "ratio %s is greater than max/min = %f", ratio, most));
            }
        }
        boolean fixed = !ResourceRules.isNative(name) || name.startsWith("hugepages-");
        if (fixed && value != null && request != null && value.compareTo(request) != 0) {
            limit.invalid(
                    "defaultRequest[" + name + "]",
                    request.toString(),
                    "default value " + value + " must equal to defaultRequest value " + request + " in " + name);
        }
    }

    private static void note(
            Place limit,
            String key,
            String name,
            @Nullable Quantity shown,
            @Nullable Quantity one,
            @Nullable Quantity other,
            String message) {
        if (more(one, other)) {
            limit.invalid(
                    key + "[" + name + "]",
                    String.valueOf(shown),
                    message.replaceFirst("%s", String.valueOf(one)).replaceFirst("%s", String.valueOf(other)));
        }
    }

    static void quota(Place object) {
        var spec = object.in("spec");
        var hard = spec.map("hard");
        for (int i = 0; i < hard.size(); i++) {
            var name = hard.keyAt(i);
            ResourceRules.quotaName(spec, "hard[" + name + "]", name);
            ResourceRules.amount(spec, "hard[" + name + "]", name, hard.string(name));
        }
        scopes(spec, hard);
        if (spec.has("scopeSelector")) {
            selector(spec, hard);
        }
    }

    private static void scopes(Place spec, JsonMap hard) {
        var scopes = spec.list("scopes");
        for (var scope : scopes.strings().toList()) {
            if (!isScope(scope)) {
                spec.invalid("scopes", scopes, "unsupported scope");
            }
            for (var name : hard.strings().keySet()) {
                if (isCounted(name) && !fits(scope, name)) {
                    spec.invalid("scopes", scopes, "unsupported scope applied to resource");
                }
            }
        }
        for (int i = 0; i < contradictions(scopes.strings().toList()); i++) {
            spec.invalid("scopes", scopes, "conflicting scopes");
        }
    }

    private static int contradictions(List<String> scopes) {
        int effort = scopes.containsAll(List.of("BestEffort", "NotBestEffort")) ? 1 : 0;
        return effort + (scopes.containsAll(List.of("Terminating", "NotTerminating")) ? 1 : 0);
    }

    private static boolean isScope(String scope) {
        return POD_SCOPES.contains(scope) || scope.equals("PriorityClass") || scope.equals("VolumeAttributesClass");
    }

    private static boolean isCounted(String name) {
        return ResourceRules.isQuota(name);
    }

    private static boolean fits(String scope, String name) {
        return switch (scope) {
            case "BestEffort" -> name.equals("pods");
            case "VolumeAttributesClass" ->
                List.of("persistentvolumeclaims", "requests.storage").contains(name);
            case "Terminating", "NotTerminating", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity" ->
                COMPUTE.contains(name);
            default -> true;
        };
    }

    private static void selector(Place spec, JsonMap hard) {
        var selector = spec.in("scopeSelector");
        var expressions = selector.list("matchExpressions");
        var at = "matchExpressions";
        for (var expression : expressions.maps().toList()) {
            var scope = expression.string("scopeName");
            var operator = expression.string("operator");
            if (!isScope(scope)) {
                selector.invalid(at + ".scopeName", scope, "unsupported scope");
            }
            for (var name : hard.strings().keySet()) {
                if (isCounted(name) && !fits(scope, name)) {
                    selector.invalid(
                            at,
                            GoStructs.text("ScopeSelector", selector.map()),
                            "unsupported scope applied to resource");
                }
            }
            if (POD_SCOPES.contains(scope) && !operator.equals("Exists")) {
                selector.invalid(
                        at + ".operator",
                        operator,
                        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                                + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                                + " ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
            }
            var values = expression.list("values");
            switch (operator) {
                case "In", "NotIn" -> {
                    if (values.isEmpty()) {
                        selector.required(
                                at + ".values",
                                "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (!values.isEmpty()) {
                        selector.invalid(
                                at + ".values",
                                values,
                                "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                    }
                }
                default -> selector.invalid(at + ".operator", operator, "not a valid selector operator");
            }
        }
        int contradictions = contradictions(
                expressions.maps().map(e -> e.string("scopeName")).toList());
        for (int i = 0; i < contradictions; i++) {
            // Upstream shows the other list.
            selector.invalid(at, spec.get("scopes"), "conflicting scopes");
        }
    }

    static void sameScopes(Place object, JsonMap old) {
        var spec = object.in("spec");
        var now = Set.copyOf(spec.list("scopes").strings().toList());
        var then = Set.copyOf(old.map("spec").list("scopes").strings().toList());
        if (!Objects.equals(now, then)) {
            spec.invalid("scopes", spec.get("scopes"), "field is immutable");
        }
    }

    static void quotaStatus(Place object) {
        var status = object.in("status");
        for (var side : List.of("hard", "used")) {
            var amounts = status.map(side);
            for (int i = 0; i < amounts.size(); i++) {
                var at = side + "[" + amounts.keyAt(i) + "]";
                ResourceRules.quotaName(status, at, amounts.keyAt(i));
                ResourceRules.amount(status, at, amounts.keyAt(i), amounts.string(amounts.keyAt(i)));
            }
        }
    }
}
