package dev.jibe.server.admission.expression;

import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What expressions may ask of a request and of its namespace. */
final class RequestTypes {

    static final Decl.Scalar STRING = new Decl.Scalar(Decl.Kind.STRING, Limits.MAX_REQUEST_BYTES - 2, 2);
    private static final Decl STRINGS = new Decl.ListOf(STRING, Limits.MAX_REQUEST_BYTES / 3, "", List.of());
    private static final Decl LABELS = new Decl.MapOf(STRING, Limits.MAX_REQUEST_BYTES / 6);
    private static final Decl TIME = new Decl.Scalar(Decl.Kind.TIMESTAMP, 38, 21);

    static final Decl REQUEST = request();
    static final Decl NAMESPACE = namespace();
    static final Decl AUTHORIZER = new Decl.Opaque("kubernetes.authorization.Authorizer");
    static final Decl RESOURCE_CHECK = new Decl.Opaque("kubernetes.authorization.ResourceCheck");

    private RequestTypes() {}

    private static Decl object(String name, Map<String, Decl> fields) {
        var properties = new LinkedHashMap<String, Decl.Property>();
        fields.forEach((key, decl) -> properties.put(key, new Decl.Property(key, decl)));
        return new Decl.ObjectOf(name, properties, 2);
    }

    /** As {@link #object}, for names that the language keeps to itself. */
    static Decl of(String name, Map<String, Decl> fields) {
        return object(name, fields);
    }

    private static Decl request() {
        var kind = object("kubernetes.GroupVersionKind", Map.of("group", STRING, "version", STRING, "kind", STRING));
        var resource = object(
                "kubernetes.GroupVersionResource", Map.of("group", STRING, "version", STRING, "resource", STRING));
        var user = object(
                "kubernetes.UserInfo",
                Map.of(
                        "username",
                        STRING,
                        "uid",
                        STRING,
                        "groups",
                        STRINGS,
                        "extra",
                        new Decl.MapOf(STRINGS, Limits.MAX_REQUEST_BYTES / 8)));
        return object(
                "kubernetes.AdmissionRequest",
                Map.ofEntries(
                        Map.entry("kind", kind),
                        Map.entry("resource", resource),
                        Map.entry("subResource", STRING),
                        Map.entry("requestKind", kind),
                        Map.entry("requestResource", resource),
                        Map.entry("requestSubResource", STRING),
                        Map.entry("name", STRING),
                        Map.entry("namespace", STRING),
                        Map.entry("operation", STRING),
                        Map.entry("userInfo", user),
                        Map.entry("dryRun", Decl.BOOL),
                        Map.entry("options", Decl.DYN)));
    }

    private static Decl namespace() {
        var metadata = object(
                "kubernetes.NamespaceMetadata",
                Map.of(
                        "name",
                        STRING,
                        "generateName",
                        STRING,
                        "labels",
                        LABELS,
                        "annotations",
                        LABELS,
                        "UID",
                        STRING,
                        "creationTimestamp",
                        TIME,
                        "deletionGracePeriodSeconds",
                        Decl.INT,
                        "deletionTimestamp",
                        TIME,
                        "generation",
                        Decl.INT,
                        "resourceVersion",
                        STRING));
        return object(
                "kubernetes.Namespace",
                Map.of(
                        "metadata",
                        metadata,
                        "spec",
                        object("kubernetes.NamespaceSpec", Map.of("finalizers", STRINGS)),
                        "status",
                        object("kubernetes.NamespaceStatus", Map.of("phase", STRING))));
    }
}
