package dev.jibe.server.authz;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Consent;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Refusal;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who may have devices that others have, who gives devices to claims, and who says how devices are.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access">Admin access</a>
 * and <a href="https://github.com/kubernetes/enhancements/issues/4817">KEP-4817</a>.
 */
public final class DeviceConsent implements Consent {
    private static final String GROUP = "resource.k8s.io";
    private static final String LABEL = "resource.kubernetes.io/admin-access";
    private static final String NODE = "authentication.kubernetes.io/node-name";
    private static final int NAME_PARTS = 4;

    private final Function<String, JsonMap> namespaces;
    private final Authorizer authorizer;

    /** A consent that is asked for what is stored at that moment. */
    public static Consent of(Store<JsonMap> store, Authorizer authorizer) {
        return new DeviceConsent(
                name -> {
                    var entry = store.latest().get("namespaces", name);
                    return entry == null ? JsonMap.EMPTY : entry.value();
                },
                authorizer);
    }

    /** @param namespaces empty for one that is not there */
    DeviceConsent(Function<String, JsonMap> namespaces, Authorizer authorizer) {
        this.namespaces = namespaces;
        this.authorizer = authorizer;
    }

    @Override
    public List<FieldError> refusals(Attributes attributes, String verb) {
        var info = attributes.resource().info();
        if (!info.group().equals(GROUP)) {
            return List.of();
        }
        var spec = attributes.object().map("spec");
        return switch (info.plural()) {
            case "resourceclaims" ->
                attributes.subresource().equals("status")
                        ? status(attributes, verb)
                        : claim(attributes, spec.map("devices"));
            case "resourceclaimtemplates" -> claim(attributes, spec.map("spec").map("devices"));
            default -> List.of();
        };
    }

    /** What is wanted stays as it is, so that only new claims are looked at. */
    private List<FieldError> claim(Attributes attributes, JsonMap devices) {
        if (!attributes.isCreate()) {
            return List.of();
        }
        var requests = devices.list("requests");
        for (int i = 0; i < requests.size(); i++) {
            // Older versions have no part of its own for what is asked for exactly.
            if (requests.get(i) instanceof JsonMap request
                    && (request.bool("adminAccess") || request.map("exactly").bool("adminAccess"))) {
                return admin(attributes, "spec.devices.requests[" + i + "].adminAccess");
            }
        }
        return List.of();
    }

    private List<FieldError> admin(Attributes attributes, String field) {
        var namespace = namespaces.apply(attributes.namespace());
        boolean labelled = namespace.map("metadata").map("labels").string(LABEL).equals("true");
        return labelled
                ? List.of()
                : List.of(FieldError.forbidden(
                        field,
                        "admin access to devices requires the `" + LABEL
                                + ": true` label on the containing namespace"));
    }

    private List<FieldError> status(Attributes attributes, String verb) {
        var status = attributes.object().map("status");
        var old = attributes.old().map("status");
        var errors = new ArrayList<FieldError>();
        int granted = admin(status);
        if (admin(old) < 0 && granted >= 0) {
            errors.addAll(admin(attributes, "status.allocation.devices.results[" + granted + "].adminAccess"));
        }
        boolean same = Objects.equals(status.get("allocation"), old.get("allocation"))
                && status.list("reservedFor").equals(old.list("reservedFor"));
        if (!same) {
            var why = refusal(attributes, verb, "", "binding", "");
            if (!why.isEmpty()) {
                errors.add(FieldError.forbidden(
                        "status.allocation",
                        "changing status.allocation or status.reservedFor requires"
                                + " resource=\"resourceclaims/binding\", verb=\"" + verb + "\" permission: " + why));
            }
        }
        if (status.has("allocation")) {
            errors.addAll(devices(attributes, verb, status, old));
        }
        return errors;
    }

    /** The first result with access to what others have; negative if there is none. */
    private static int admin(JsonMap status) {
        var results = status.map("allocation").map("devices").list("results");
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof JsonMap result && result.bool("adminAccess")) {
                return i;
            }
        }
        return -1;
    }

    private List<FieldError> devices(Attributes attributes, String verb, JsonMap status, JsonMap old) {
        var verbs = isAssociated(attributes.user(), node(status.map("allocation")))
                ? List.of("associated-node:" + verb, "arbitrary-node:" + verb)
                : List.of("arbitrary-node:" + verb);
        var errors = new ArrayList<FieldError>();
        for (var driver : changed(status.list("devices"), old.list("devices"))) {
            var refusals = verbs.stream()
                    .map(each -> refusal(attributes, each, attributes.namespace(), "driver", driver))
                    .toList();
            if (refusals.stream().noneMatch(String::isEmpty)) {
                errors.add(FieldError.forbidden(
                        "status.devices",
                        "changing status.devices requires resource=\"resourceclaims/driver\", verb=\"["
                                + String.join(" ", verbs) + "]\" permission: " + refusals.getFirst()));
            }
        }
        return errors;
    }

    /** The drivers of whose devices something else is said than before. */
    private static TreeSet<String> changed(JsonList now, JsonList before) {
        var left = new TreeMap<String, JsonMap>();
        before.maps().forEach(device -> left.put(key(device), device));
        var drivers = new TreeSet<String>();
        now.maps().forEach(device -> {
            if (!device.equals(left.remove(key(device)))) {
                drivers.add(device.string("driver"));
            }
        });
        left.values().forEach(device -> drivers.add(device.string("driver")));
        return drivers;
    }

    private static String key(JsonMap device) {
        return String.join(
                " ", device.string("driver"), device.string("pool"), device.string("device"), device.string("shareID"));
    }

    /** The one node that can use what was given; empty if there are several, or it is not known. */
    private static String node(JsonMap allocation) {
        var terms = allocation.map("nodeSelector").list("nodeSelectorTerms");
        if (terms.size() != 1 || !(terms.get(0) instanceof JsonMap term)) {
            return "";
        }
        var fields = term.list("matchFields");
        boolean isPlain = term.list("matchExpressions").isEmpty() && fields.size() == 1;
        if (!isPlain || !(fields.get(0) instanceof JsonMap field)) {
            return "";
        }
        var values = field.list("values").strings().toList();
        boolean isName = field.string("key").equals("metadata.name")
                && field.string("operator").equals("In")
                && values.size() == 1;
        return isName ? values.getFirst() : "";
    }

    /** Whether the user is a service account on that node. */
    private static boolean isAssociated(User user, String node) {
        var parts = user.name().split(":", -1);
        boolean isAccount = parts.length == NAME_PARTS && user.name().startsWith("system:serviceaccount:");
        var nodes = user.extra().getOrDefault(NODE, List.of());
        return !node.isEmpty() && isAccount && nodes.equals(List.of(node));
    }

    /** Why the user may not do something with all claims, or with devices of a driver; empty if it may. */
    private String refusal(Attributes attributes, String verb, String namespace, String subresource, String name) {
        var version = attributes.resource().info().version();
        var question = new RequestInfo(
                true, verb, "", GROUP, version, namespace, "resourceclaims", subresource, name, List.of());
        var decision = authorizer.authorize(attributes.user(), question);
        if (decision.allowed()) {
            return "";
        }
        var reason = decision.error().isEmpty() || decision.reason().isEmpty()
                ? decision.error() + decision.reason()
                : decision.error() + ": " + decision.reason();
        return String.valueOf(Refusal.of(attributes.user(), question, reason).getMessage());
    }
}
