package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.FieldSelector;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.FieldError;
import dev.jibe.server.request.Query;
import java.util.Set;

/** Which objects of a resource a client wants to see. */
public record Selection(LabelSelector labels, FieldSelector fields, Strategy strategy) {

    /** Kinds with fields of their own to select by; all others have a name and a namespace. */
    private static final Set<String> WITH_OWN_FIELDS = Set.of(
            "pods",
            "nodes",
            "namespaces",
            "secrets",
            "services",
            "replicationcontrollers",
            "events",
            "events.events.k8s.io",
            "jobs.batch",
            "certificatesigningrequests.certificates.k8s.io",
            "clustertrustbundles.certificates.k8s.io",
            "podcertificaterequests.certificates.k8s.io",
            "resourceslices.resource.k8s.io");

    /** Reads the selectors of a query, and refuses fields that cannot be selected by. */
    public static Selection of(Query query, Resource resource) {
        var labels = labels(query.get("labelSelector"));
        var fields = fields(query.get("fieldSelector"));
        for (var term : fields.terms()) {
            boolean isCommon =
                    term.field().equals("metadata.name") || term.field().equals("metadata.namespace");
            boolean hasOwn = resource.custom() != null
                    || WITH_OWN_FIELDS.contains(resource.info().groupResource());
            if (!isCommon && !hasOwn) {
                throw ApiException.badRequest(FieldError.quoted(term.field())
                        + " is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
            }
            if (resource.strategy().selectableField(JsonMap.EMPTY, term.field()) == null) {
                var kind = resource.info().group().equals("resource.k8s.io")
                        ? " for " + resource.apiVersion() + ", Kind=" + resource.kind()
                        : "";
                throw ApiException.badRequest(
                        resource.kind().equals("Job") && resource.custom() == null
                                ? "field label " + FieldError.quoted(term.field()) + " not supported for Job"
                                : "field label not supported" + kind + ": " + term.field());
            }
        }
        return new Selection(labels, fields, resource.strategy());
    }

    /** Refuses selectors that are none; which fields there are to select by is another question. */
    static void checkReadable(Query query) {
        labels(query.get("labelSelector"));
        fields(query.get("fieldSelector"));
    }

    private static LabelSelector labels(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (MalformedException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    private static FieldSelector fields(String text) {
        try {
            return FieldSelector.parse(text);
        } catch (MalformedException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    /** This selection and one name. */
    public Selection named(String name) {
        return new Selection(labels, FieldSelector.parse("metadata.name=" + name), strategy);
    }

    public boolean matches(JsonMap object) {
        if (!labels.isEmpty() && !labels.matches(object.map("metadata").map("labels"))) {
            return false;
        }
        return fields.isEmpty()
                || fields.matches(field -> {
                    var value = strategy.selectableField(object, field);
                    return value == null ? "" : value;
                });
    }

    /** The value that a field must have; empty if it may have several. */
    String valueOf(String field) {
        return fields.terms().stream()
                .filter(term -> term.equal() && term.field().equals(field))
                .map(FieldSelector.Term::value)
                .findFirst()
                .orElse("");
    }

    public boolean isEverything() {
        return labels.isEmpty() && fields.isEmpty();
    }
}
