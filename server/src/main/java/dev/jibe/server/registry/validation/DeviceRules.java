package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What devices are wanted, and how they are to be set up.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic
 * Resource Allocation</a>.
 */
final class DeviceRules {

    private static final int MAX_ITEMS = 32;
    private static final int MAX_SUBREQUESTS = 8;
    private static final int MAX_TOLERATIONS = 16;
    private static final int MAX_EXPRESSION = 10 << 10;
    private static final String ONE_KIND = "exactly one of `exactly` or `firstAvailable` is required";

    private DeviceRules() {}

    /** A list whose items must not be equal in what the key says. */
    static void set(Place parent, String key, int most, String name, BiConsumer<Place, String> rule) {
        Set<String> seen = new HashSet<>();
        var list = parent.list(key);
        for (int i = 0; i < list.size(); i++) {
            var item = parent.item(key, i);
            var value = item.text(name);
            rule.accept(item, value);
            if (!value.isEmpty() && !seen.add(value)) {
                item.duplicate("", value);
            }
        }
        if (list.size() > most) {
            parent.tooMany(key, list.size(), most);
        }
    }

    static void deviceClass(Place object) {
        var spec = object.in("spec");
        selectors(spec);
        spec.each("config", DeviceRules::configuration);
        most(spec, "config", MAX_ITEMS);
        if (spec.has("extendedResourceName")) {
            var name = spec.text("extendedResourceName");
            if (!ResourceRules.isExtended(name)) {
                spec.invalid("extendedResourceName", name, "must be a valid extended resource name");
            }
        }
    }

    static void most(Place parent, String key, int most) {
        if (parent.list(key).size() > most) {
            parent.tooMany(key, parent.list(key).size(), most);
        }
    }

    static void claim(Place object) {
        devices(object.in("spec").in("devices"));
    }

    static void template(Place object) {
        var spec = object.in("spec");
        var metadata = spec.in("metadata");
        MetaRules.annotations(metadata, "annotations");
        MetaRules.labels(metadata, "labels");
        for (int i = 0; i < metadata.map().size(); i++) {
            var field = metadata.map().keyAt(i);
            if (!List.of("annotations", "labels", "creationTimestamp").contains(field) && !metadata.isEmpty(field)) {
                metadata.forbidden(field, "cannot be set for a resource claim template");
            }
        }
        devices(spec.in("spec").in("devices"));
    }

    private static void devices(Place devices) {
        Set<String> names = new HashSet<>();
        for (var request : devices.list("requests").maps().toList()) {
            names.add(request.string("name"));
            request.list("firstAvailable")
                    .maps()
                    .forEach(sub -> names.add(request.string("name") + "/" + sub.string("name")));
        }
        set(devices, "requests", MAX_ITEMS, "name", (request, name) -> request(request));
        devices.each("constraints", constraint -> constraint(constraint, names));
        most(devices, "constraints", MAX_ITEMS);
        devices.each("config", config -> {
            requests(config, names);
            configuration(config);
        });
        most(devices, "config", MAX_ITEMS);
    }

    private static void request(Place request) {
        request.namedNeeded("name", Naming.LABEL);
        boolean alternatives = !request.list("firstAvailable").isEmpty();
        if (alternatives) {
            set(request, "firstAvailable", MAX_SUBREQUESTS, "name", (sub, name) -> {
                sub.namedNeeded("name", Naming.LABEL);
                exact(sub);
            });
        }
        if (request.has("exactly")) {
            exact(request.in("exactly"));
        }
        if (!alternatives && !request.has("exactly")) {
            request.required("", ONE_KIND);
        } else if (alternatives && request.has("exactly")) {
            request.invalid("", null, ONE_KIND + ", but multiple fields are set");
        }
    }

    private static void exact(Place request) {
        request.namedNeeded("deviceClassName", Naming.SUBDOMAIN);
        selectors(request);
        long count = request.number("count");
        switch (request.text("allocationMode")) {
            case "All" -> {
                if (count != 0) {
                    request.invalid("count", count, "must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> {
                if (count <= 0) {
                    request.invalid("count", count, "must be greater than zero");
                }
            }
            default -> request.oneOf("allocationMode", List.of("All", "ExactCount"));
        }
        request.each("tolerations", toleration -> {
            if (!toleration.text("key").isEmpty()) {
                toleration.invalid("key", toleration.text("key"), Formats.qualifiedName(toleration.text("key")));
            }
            toleration.oneOfNeeded("operator", List.of("Equal", "Exists"));
            if (!toleration.text("effect").isEmpty()) {
                toleration.oneOf("effect", List.of("NoExecute", "NoSchedule", "None"));
            }
        });
        most(request, "tolerations", MAX_TOLERATIONS);
    }

    private static void selectors(Place parent) {
        parent.each("selectors", selector -> {
            if (!selector.has("cel")) {
                selector.required("cel");
                return;
            }
            var cel = selector.in("cel");
            if (cel.text("expression").length() > MAX_EXPRESSION) {
                cel.tooLong("expression", MAX_EXPRESSION);
            } else {
                DeviceSelectors.check(cel);
            }
        });
        most(parent, "selectors", MAX_ITEMS);
    }

    private static void requests(Place place, Set<String> names) {
        Set<String> seen = new HashSet<>();
        place.eachText("requests", (at, name) -> {
            if (!names.contains(name)) {
                place.invalid(
                        at,
                        name,
                        "must be the name of a request in the claim or the name of a request and a subrequest"
                                + " separated by '/'");
            }
            if (!seen.add(name)) {
                place.duplicate(at, name);
            }
        });
        most(place, "requests", MAX_ITEMS);
    }

    private static void constraint(Place constraint, Set<String> names) {
        requests(constraint, names);
        if (!constraint.has("matchAttribute") && !constraint.has("distinctAttribute")) {
            constraint.required("", "exactly one of `matchAttribute`, `distinctAttribute` is required");
        }
        for (var key : List.of("matchAttribute", "distinctAttribute")) {
            if (constraint.has(key)) {
                fullyQualified(constraint, key, constraint.text(key));
            }
        }
    }

    /** The name of an attribute, with the domain of who defined it. */
    private static void fullyQualified(Place place, String key, String name) {
        qualified(place, key, name);
        if (!name.isEmpty() && !name.contains("/")) {
            place.invalid(key, name, "must include a domain");
        }
    }

    /** The name of an attribute: an identifier, perhaps behind a domain. */
    static void qualified(Place place, String key, String name) {
        if (name.isEmpty()) {
            place.required(key, "name required");
            return;
        }
        int slash = name.indexOf('/');
        if (slash >= 0) {
            var domain = name.substring(0, slash);
            if (domain.isEmpty()) {
                place.required(key, "the domain must not be empty");
            } else {
                place.invalid(key, domain, Naming.SUBDOMAIN.wrong(domain, false));
            }
            if (slash == name.length() - 1) {
                place.required(key, "the name must not be empty");
                return;
            }
        }
        var word = name.substring(slash + 1);
        if (word.length() > 32) {
            place.tooLong(key, 32);
        }
        place.invalid(key, word, Formats.identifier(word));
    }

    private static void configuration(Place config) {
        if (!config.has("opaque")) {
            config.required("opaque");
            return;
        }
        var opaque = config.in("opaque");
        driver(opaque, "driver");
        if (!opaque.has("parameters")) {
            opaque.required("parameters");
        } else if (!(opaque.get("parameters") instanceof JsonMap)) {
            opaque.invalid("parameters", "<value omitted>", "must be a valid JSON object");
        }
    }

    static void driver(Place place, String key) {
        var name = place.text(key);
        if (!place.need(key)) {
            return;
        }
        if (name.length() > 63) {
            place.tooLong(key, 63);
        }
        place.invalid(key, name, Naming.SUBDOMAIN.wrong(name, false));
    }
}
