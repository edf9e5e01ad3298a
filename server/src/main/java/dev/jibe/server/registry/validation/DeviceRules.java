package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.RawJson;
import dev.jibe.object.json.Json;
import dev.jibe.object.selector.LabelSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What devices are wanted, and how they are to be set up.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/">Dynamic
 * Resource Allocation</a>.
 */
final class DeviceRules {

    private static final int MAX_ITEMS = 32;
    private static final int MAX_SUBREQUESTS = 8;
    private static final int MAX_PARAMETERS = 10 << 10;
    private static final int MAX_DOMAIN = 63;
    private static final int MAX_WORD = 32;
    private static final int MAX_EXPRESSION = 10 << 10;
    private static final String ONE_KIND = "exactly one of `exactly` or `firstAvailable` is required";

    private DeviceRules() {}

    /** A list whose items must not be equal in what the key says, which is looked at last. */
    static void set(Place parent, String key, int most, String name, Consumer<Place> rule) {
        if (!fits(parent, key, most)) {
            return;
        }
        parent.each(key, rule);
        Set<String> seen = new HashSet<>();
        parent.each(key, item -> {
            if (!seen.add(item.text(name))) {
                item.duplicate("", item.text(name));
            }
        });
    }

    static void deviceClass(Place object) {
        var spec = object.in("spec");
        selectors(spec);
        items(spec, "config", MAX_ITEMS, DeviceRules::configuration);
        if (spec.has("extendedResourceName")) {
            var name = spec.text("extendedResourceName");
            if (!ResourceRules.isExtended(name)) {
                spec.invalid("extendedResourceName", name, "must be a valid extended resource name");
            }
        }
    }

    /** A list of which nobody looks at an item if there are too many. */
    static void items(Place parent, String key, int most, Consumer<Place> rule) {
        if (fits(parent, key, most)) {
            parent.each(key, rule);
        }
    }

    static boolean fits(Place parent, String key, int most) {
        boolean fits = parent.list(key).size() <= most;
        if (!fits) {
            parent.tooMany(key, parent.list(key).size(), most);
        }
        return fits;
    }

    static void claim(Place object) {
        devices(object.in("spec").in("devices"));
    }

    static void template(Place object) {
        var spec = object.in("spec");
        MetaRules.template(spec.in("metadata"));
        devices(spec.in("spec").in("devices"));
    }

    /** What a claim's requests and their alternatives are called elsewhere in it. */
    static Set<String> requestNames(JsonMap devices) {
        Set<String> names = new HashSet<>();
        for (var request : devices.list("requests").maps().toList()) {
            names.add(request.string("name"));
            request.list("firstAvailable")
                    .maps()
                    .forEach(sub -> names.add(request.string("name") + "/" + sub.string("name")));
        }
        return names;
    }

    private static void devices(Place devices) {
        var names = requestNames(devices.map());
        set(devices, "requests", MAX_ITEMS, "name", DeviceRules::request);
        items(devices, "constraints", MAX_ITEMS, constraint -> constraint(constraint, names));
        items(devices, "config", MAX_ITEMS, config -> {
            requests(config, names);
            configuration(config);
        });
    }

    private static void request(Place request) {
        boolean alternatives = !request.list("firstAvailable").isEmpty();
        request.named("name", Naming.LABEL);
        if (alternatives && request.has("exactly")) {
            request.invalid("", null, ONE_KIND + ", but multiple fields are set");
        } else if (alternatives) {
            set(request, "firstAvailable", MAX_SUBREQUESTS, "name", sub -> {
                sub.named("name", Naming.LABEL);
                exact(sub);
            });
        } else if (request.has("exactly")) {
            exact(request.in("exactly"));
        } else {
            request.required("", ONE_KIND);
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
            if (toleration.text("operator").equals("Exists")
                    && !toleration.text("value").isEmpty()) {
                toleration.invalid("value", toleration.text("value"), "must be empty for operator `Exists`");
            }
            if (toleration.text("operator").equals("Equal")) {
                toleration.invalid(
                        "value", toleration.text("value"), LabelSyntax.wrongValues(toleration.text("value")));
            }
            if (!toleration.text("effect").isEmpty()) {
                toleration.oneOf("effect", List.of("NoExecute", "NoSchedule", "None"));
            }
        });
    }

    private static void selectors(Place parent) {
        items(parent, "selectors", MAX_ITEMS, selector -> {
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
    }

    static void requests(Place place, Set<String> names) {
        if (fits(place, "requests", MAX_ITEMS)) {
            place.eachText("requests", (at, name) -> reference(place, at, name, names));
            distinct(place, "requests");
        }
    }

    /** The name of a request of the claim, or of an alternative. */
    static void reference(Place place, String at, String name, Set<String> names) {
        var parts = List.of(name.split("/", -1));
        for (var part : parts.size() > 2 ? List.<String>of() : parts) {
            place.invalid(at, part, Naming.LABEL.wrong(part, false));
        }
        if (!names.contains(name)) {
            place.invalid(
                    at,
                    name,
                    "must be the name of a request in the claim or the name of a request and a subrequest"
                            + " separated by '/'");
        }
    }

    static void distinct(Place place, String key) {
        Set<String> seen = new HashSet<>();
        place.eachText(key, (at, name) -> {
            if (!seen.add(name)) {
                place.duplicate(at, name);
            }
        });
    }

    private static void constraint(Place constraint, Set<String> names) {
        requests(constraint, names);
        if (constraint.has("matchAttribute")) {
            fullyQualified(constraint, "matchAttribute");
        } else if (constraint.has("distinctAttribute")) {
            fullyQualified(constraint, "distinctAttribute");
        } else {
            constraint.required(
                    "",
                    "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set");
        }
    }

    /** The name of an attribute, with the domain of who defined it. */
    private static void fullyQualified(Place place, String key) {
        var name = place.text(key);
        qualified(place, key, name);
        if (name.indexOf('/') < 0) {
            place.invalid(key, name, "a fully qualified name must be a domain and a name separated by a slash");
        }
    }

    /** The name of an attribute: an identifier, perhaps behind a domain. */
    static void qualified(Place place, String key, String name) {
        int slash = name.indexOf('/');
        if (slash != name.lastIndexOf('/')) {
            return;
        }
        var domain = slash < 0 ? "" : name.substring(0, slash);
        var word = name.substring(slash + 1);
        if (slash == 0) {
            place.invalid(key, domain, "the domain must not be empty");
        } else if (slash > 0) {
            domain(place, key, domain);
        }
        if (slash >= 0 && word.isEmpty()) {
            place.invalid(key, word, "the name must not be empty");
        } else {
            if (word.length() > MAX_WORD) {
                place.tooLong(key, MAX_WORD);
            }
            place.invalid(key, word, Formats.identifier(word));
        }
    }

    /** The name of an attribute or a capacity as ways show it: without its middle if it is too long. */
    static String shortened(String name) {
        int most = MAX_DOMAIN + 1 + MAX_WORD;
        int rest = most - "...".length();
        return name.length() <= most
                ? name
                : name.substring(0, (rest + 1) / 2) + "..." + name.substring(name.length() - rest / 2);
    }

    static void configuration(Place config) {
        if (!config.has("opaque")) {
            config.required("opaque");
            return;
        }
        var opaque = config.in("opaque");
        driver(opaque, "driver");
        if (!opaque.has("parameters") || opaque.get("parameters") == Null.NULL) {
            opaque.required("parameters");
        } else {
            raw(opaque, "parameters");
        }
    }

    /** What somebody else defines: an object, and not too long. */
    static void raw(Place place, String key) {
        var value = place.get(key);
        var text = value instanceof RawJson raw ? raw.spelled() : Json.write(Objects.requireNonNull(value));
        if (text.length > MAX_PARAMETERS) {
            place.tooLong(key, MAX_PARAMETERS);
        } else if (!(value instanceof JsonMap || value instanceof RawJson)) {
            place.invalid(key, "<value omitted>", "must be a valid JSON object");
        }
    }

    static void driver(Place place, String key) {
        if (place.need(key)) {
            domain(place, key, place.text(key));
        }
    }

    private static void domain(Place place, String key, String name) {
        if (name.length() > MAX_DOMAIN) {
            place.tooLong(key, MAX_DOMAIN);
        }
        place.invalid(key, name, Naming.SUBDOMAIN.wrong(name.toLowerCase(Locale.ROOT), false));
    }

    /** A taint, save for its effect. */
    static void taint(Place taint) {
        taint.invalid("key", taint.text("key"), Formats.qualifiedName(taint.text("key")));
        taint.invalid("value", taint.text("value"), LabelSyntax.wrongValues(taint.text("value")));
    }

    static void effect(Place taint) {
        taint.oneOfNeeded("effect", List.of("NoExecute", "NoSchedule", "None"));
    }

    /** A taint for the devices that are selected; an effect that stays is not looked at again. */
    static void taintRule(Place rule, JsonMap old) {
        var spec = rule.in("spec");
        if (spec.has("deviceSelector")) {
            var selector = spec.in("deviceSelector");
            if (selector.has("driver")) {
                driver(selector, "driver");
            }
            if (selector.has("pool")) {
                SliceRules.pool(selector, "pool");
            }
            if (selector.has("device")) {
                selector.named("device", Naming.LABEL);
            }
        }
        var taint = spec.in("taint");
        taint(taint);
        var before = old.map("spec").map("taint");
        if (old.isEmpty() || !before.string("effect").equals(taint.text("effect"))) {
            effect(taint);
        }
    }
}
