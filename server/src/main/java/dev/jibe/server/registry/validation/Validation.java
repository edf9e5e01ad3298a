package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.request.FieldError;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The rules that hold for each kind. */
public final class Validation {

    private static final Map<String, Kind> KINDS = kinds();

    /** Of a kind without rules of its own. */
    private static final Kind OTHER =
            new Kind(Naming.SUBDOMAIN, List.of(Kind.META), List.of(Kind.META_UPDATE, Kind.META));

    private Validation() {}

    private static Map<String, Kind> kinds() {
        var kinds = new HashMap<String, Kind>();
        kinds.putAll(PodKinds.KINDS);
        kinds.putAll(WorkloadKinds.KINDS);
        kinds.putAll(ConfigKinds.KINDS);
        kinds.putAll(ClusterKinds.KINDS);
        kinds.putAll(NetworkKinds.KINDS);
        kinds.putAll(StorageKinds.KINDS);
        kinds.putAll(PolicyKinds.KINDS);
        kinds.putAll(AccessKinds.KINDS);
        kinds.putAll(AdmissionKinds.KINDS);
        kinds.putAll(DeviceKinds.KINDS);
        kinds.putAll(MachineryKinds.KINDS);
        return Map.copyOf(kinds);
    }

    private static Kind kind(ResourceInfo info) {
        return KINDS.getOrDefault(info.groupResource(), OTHER);
    }

    /** What is wrong with a new object: first what its kind asks for, and only then what all do. */
    public static List<FieldError> check(ResourceInfo info, JsonMap object, FeatureGates features) {
        var kind = kind(info);
        var report = new Report(kind.naming(), info.namespaced(), features);
        var place = Place.root(report, object);
        run(kind.create(), place, JsonMap.EMPTY);
        if (report.count() == 0) {
            MetaRules.general(place, Naming.PATH_SEGMENT);
        }
        return report.errors();
    }

    /** What is wrong with a change. */
    public static List<FieldError> checkUpdate(ResourceInfo info, JsonMap object, JsonMap old, FeatureGates features) {
        return checkChange(info, kind(info).update(), object, old, features, Instant.EPOCH);
    }

    /** What is wrong with a change by the status subresource. */
    public static List<FieldError> checkStatus(
            ResourceInfo info, JsonMap object, JsonMap old, FeatureGates features, Instant now) {
        return checkChange(info, kind(info).status(), object, old, features, now);
    }

    private static List<FieldError> checkChange(
            ResourceInfo info, List<Kind.Step> steps, JsonMap object, JsonMap old, FeatureGates features, Instant now) {
        var report = new Report(kind(info).naming(), info.namespaced(), features);
        report.was(old, now);
        var place = Place.root(report, object);
        MetaRules.general(place, Naming.PATH_SEGMENT);
        MetaRules.generalUpdate(place, old);
        run(steps, place, old);
        return report.errors();
    }

    private static void run(List<Kind.Step> steps, Place place, JsonMap old) {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).check(place, old);
        }
    }

    /**
     * What is wrong with the metadata of any new object.
     *
     * @param names all that is wrong with a name, or with the prefix of one
     */
    public static List<FieldError> checkMetadata(
            JsonMap object, boolean namespaced, BiFunction<String, Boolean, List<String>> names) {
        var report = new Report(names::apply, namespaced);
        MetaRules.general(Place.root(report, object), report.naming());
        return report.errors();
    }

    /** What is wrong with a change of the metadata of any object. */
    public static List<FieldError> checkMetadataUpdate(
            JsonMap object, JsonMap old, boolean namespaced, BiFunction<String, Boolean, List<String>> names) {
        var report = new Report(names::apply, namespaced);
        var place = Place.root(report, object);
        MetaRules.general(place, report.naming());
        MetaRules.generalUpdate(place, old);
        return report.errors();
    }

    /** What may not change in the metadata of any object, and that only. */
    public static List<FieldError> checkKeptMetadata(JsonMap object, JsonMap old) {
        var report = new Report(Naming.ANY, false);
        MetaRules.generalUpdate(Place.root(report, object), old);
        return report.errors();
    }

    /** What is wrong with the metadata of an object inside of another: it may be without name and namespace. */
    public static List<FieldError> checkEmbedded(JsonMap metadata) {
        var named = metadata.string("name").isEmpty() ? metadata.with("name", "none") : metadata;
        boolean namespaced = !metadata.string("namespace").isEmpty();
        var report = new Report(Naming.PATH_SEGMENT, namespaced);
        MetaRules.general(Place.root(report, JsonMap.of("metadata", named)), report.naming());
        return report.errors();
    }

    /** What is wrong with containers to look into a pod. */
    public static List<FieldError> checkEphemeral(JsonMap pod, JsonMap old) {
        var report = new Report(Naming.SUBDOMAIN, true);
        PodPartRules.ephemeral(Place.root(report, pod), old);
        return report.errors();
    }

    /**
     * What is wrong with a change of what the containers of a pod ask for.
     *
     * @param quality which class of service a spec is of
     */
    public static List<FieldError> checkResize(JsonMap pod, JsonMap old, Function<JsonMap, String> quality) {
        var report = new Report(Naming.SUBDOMAIN, true);
        PodPartRules.resize(Place.root(report, pod), old, quality);
        return report.errors();
    }

    /** What is wrong with a word on a request for a certificate. */
    public static List<FieldError> checkApproval(JsonMap request, JsonMap old) {
        var report = new Report(Naming.ANY, false);
        var place = Place.root(report, request);
        MetaRules.full(place, old);
        CertificateRules.status(place, old, true);
        return report.errors();
    }

    /** What is wrong with the finalizers of a namespace. */
    public static List<FieldError> checkFinalized(JsonMap namespace) {
        var report = new Report(Naming.LABEL, false);
        ClusterKinds.finalized(Place.root(report, namespace));
        return report.errors();
    }

    /** What is wrong with the addresses of a service, before any is handed out. */
    public static List<FieldError> checkServiceAddresses(JsonMap spec) {
        var report = new Report(Naming.LABEL, true);
        ServiceRules.addresses(Place.root(report, JsonMap.of("spec", spec)).in("spec"));
        return report.errors();
    }
}
