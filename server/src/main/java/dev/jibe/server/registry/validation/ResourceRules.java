package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import dev.jibe.object.selector.LabelSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names and amounts of resources; what containers and pods ask for and may have.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Resource
 * Management</a>.
 */
final class ResourceRules {

    private static final String HUGE = "hugepages-";
    private static final List<String> CONTAINER = List.of("cpu", "memory", "ephemeral-storage");
    private static final List<String> COUNTED = List.of(
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");
    private static final List<String> QUOTA = List.of(
            "cpu",
            "memory",
            "ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.storage",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage");

    private ResourceRules() {}

    /** Whether a name means something to the platform itself. */
    static boolean isNative(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith("requests.")
                && LabelSyntax.wrongKeys("requests." + name).isEmpty();
    }

    private static boolean isStandard(String name) {
        return QUOTA.contains(name)
                || COUNTED.contains(name)
                || name.equals("storage")
                || name.startsWith(HUGE)
                || name.startsWith("requests." + HUGE);
    }

    private static boolean isOvercommitted(String name) {
        return isNative(name) && !name.startsWith(HUGE);
    }

    /** A name of whatever resource. */
    static boolean name(Place place, String at, String name) {
        var wrong = LabelSyntax.wrongKeys(name);
        place.invalid(at, name, wrong);
        if (!wrong.isEmpty()) {
            return false;
        }
        if (name.indexOf('/') < 0 && !isStandard(name)) {
            place.invalid(at, name, "must be a standard resource type or fully qualified");
            return false;
        }
        return true;
    }

    static void containerName(Place place, String at, String name) {
        name(place, at, name);
        if (name.indexOf('/') < 0) {
            if (!CONTAINER.contains(name) && !name.startsWith(HUGE)) {
                place.invalid(at, name, "must be a standard resource for containers");
            }
        } else if (!isNative(name) && !isExtended(name)) {
            place.invalid(at, name, "doesn't follow extended resource name standard");
        }
    }

    /** Whether a quota knows it by itself; others are counted whatever the scope. */
    static boolean isQuota(String name) {
        return QUOTA.contains(name)
                || COUNTED.contains(name)
                || name.startsWith(HUGE)
                || name.startsWith("requests." + HUGE);
    }

    static void quotaName(Place place, String at, String name) {
        name(place, at, name);
        if (name.indexOf('/') < 0 && !isQuota(name)) {
            place.invalid(at, name, "must be a standard resource for quota");
        }
    }

    /** An amount of a resource: not negative, and whole where only whole ones make sense. */
    static void amount(Place place, String at, String name, String text) {
        var amount = Quantity.parse(text);
        if (amount.signum() < 0) {
            place.invalid(at, amount.toString(), "must be greater than or equal to 0");
        }
        boolean whole = COUNTED.contains(name) || isExtended(name);
        if (whole && amount.amount().stripTrailingZeros().scale() > 0) {
            place.invalid(at, amount.toString(), "must be an integer");
        }
    }

    interface NameRule {
        void check(Place place, String at, String name);
    }

    /** @param claims names of the pod's claims, or none where there can be no claims */
    static void requirements(Place resources, NameRule names, Set<String> claims) {
        var limits = resources.map("limits");
        var requests = resources.map("requests");
        boolean common = false;
        boolean huge = false;
        for (int i = 0; i < limits.size(); i++) {
            var name = limits.keyAt(i);
            amountNamed(resources, names, "limits", name, limits.string(name));
            common |= isCommon(name);
            huge |= name.startsWith(HUGE);
        }
        for (int i = 0; i < requests.size(); i++) {
            var name = requests.keyAt(i);
            amountNamed(resources, names, "requests", name, requests.string(name));
            compare(resources, name, Quantity.parse(requests.string(name)), limits);
            common |= isCommon(name);
            huge |= name.startsWith(HUGE);
        }
        if (huge && !common) {
            resources.forbidden("", "HugePages require cpu or memory");
        }
        claims(resources, claims);
    }

    private static boolean isCommon(String name) {
        return name.equals("cpu") || name.equals("memory");
    }

    private static void amountNamed(Place resources, NameRule names, String side, String name, String text) {
        var at = side + "[" + name + "]";
        names.check(resources, at, name);
        amount(resources, at, name, text);
        if (name.startsWith(HUGE)) {
            var size = name.substring(HUGE.length());
            var page = Quantity.parse(Quantity.isValid(size) ? size : "0");
            var amount = Quantity.parse(text);
            if (page.signum() <= 0 || amount.amount().remainder(page.amount()).signum() != 0) {
                resources.invalid(at, amount.toString(), amount + " is not positive integer multiple of " + name);
            }
        }
    }

    private static void compare(Place resources, String name, Quantity request, JsonMap limits) {
        if (!limits.has(name)) {
            if (!isOvercommitted(name)) {
                resources.required("limits", "Limit must be set for non overcommitable resources");
            }
            return;
        }
        var limit = Quantity.parse(limits.string(name));
        int order = request.compareTo(limit);
        if (order != 0 && !isOvercommitted(name)) {
            resources.invalid("requests", request.toString(), "must be equal to " + name + " limit of " + limit);
        } else if (order > 0) {
            resources.invalid(
                    "requests", request.toString(), "must be less than or equal to " + name + " limit of " + limit);
        }
    }

    private static void claims(Place resources, Set<String> known) {
        var claims = resources.list("claims");
        if (claims.isEmpty()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < claims.size(); i++) {
            var name = claims.map(i).string("name");
            var at = "claims[" + i + "]";
            if (name.isEmpty()) {
                resources.required(at);
                continue;
            }
            var request = claims.map(i).string("request");
            if (seen.contains(name)) {
                // All of the claim has been asked for.
                resources.duplicate(at, name);
            } else {
                if (!request.isEmpty()) {
                    resources.invalid(at + ".request", request, Naming.LABEL.wrong(request, false));
                }
                var key = request.isEmpty() ? name : name + "/" + request;
                if (!seen.add(key)) {
                    resources.duplicate(at, key);
                }
            }
            if (!known.contains(name)) {
                var detail = "must be one of the names in pod.spec.resourceClaims"
                        + (known.isEmpty()
                                ? " which is empty"
                                : ": "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()));
                resources.notFound(at, name, detail);
            }
        }
    }

    /** What a whole pod asks for, and that its containers fit into it. */
    static void pod(Place spec, Set<String> claims) {
        if (!spec.has("resources")) {
            return;
        }
        if (spec.map("os").string("name").equals("windows")) {
            spec.forbidden("resources", "may not be set for a windows pod");
            return;
        }
        var resources = spec.in("resources");
        if (Declared.isSet(resources, "claims")) {
            resources.forbidden("claims", "claims may not be set for Resources at pod-level");
        }
        requirements(resources, ResourceRules::podName, claims);
        atLeast(resources, "requests", PodTotals.ofContainers(spec.map(), "requests"));
        var limits = PodTotals.ofContainers(spec.map(), "limits");
        limits.keySet().removeIf(name -> !name.startsWith(HUGE));
        atLeast(resources, "limits", limits);
        var containers = spec.list("containers");
        for (int i = 0; i < containers.size(); i++) {
            var at = "containers[" + i + "]";
            containers.map(i).map("resources").map("limits").strings().forEach((name, text) -> {
                var most = resources.map("limits").string(name);
                if (!most.isEmpty() && Quantity.parse(text).compareTo(Quantity.parse(most)) > 0) {
                    resources.invalid(
                            at + "[" + name + "].limits",
                            Quantity.parse(text).toString(),
                            "must be less than or equal to pod limits of " + Quantity.parse(most));
                }
            });
        }
    }

    private static void atLeast(Place resources, String side, Map<String, Quantity> sums) {
        sums.forEach((name, sum) -> {
            var given = resources.map(side).string(name);
            if (!given.isEmpty() && sum.compareTo(Quantity.parse(given)) > 0) {
                resources.invalid(
                        side + "[" + name + "]",
                        Quantity.parse(given).toString(),
                        "must be greater than or equal to aggregate container " + side + " of " + sum);
            }
        });
    }

    private static void podName(Place place, String at, String name) {
        if (name(place, at, name) && !isCommon(name) && !name.startsWith(HUGE)) {
            place.unsupported(at, name, List.of("cpu", HUGE, "memory"));
        }
    }
}
