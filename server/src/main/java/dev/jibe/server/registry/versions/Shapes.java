package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.absent;
import static dev.jibe.server.registry.versions.Shape.changed;
import static dev.jibe.server.registry.versions.Shape.each;
import static dev.jibe.server.registry.versions.Shape.renamed;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;

/** Which shape another version of a resource has than its current one. */
final class Shapes {

    private Shapes() {}

    static Shape of(String groupVersion, String plural) {
        return switch (groupVersion + " " + plural) {
            case "extensions/v1beta1 deployments" -> deployments(Shape.defaulting(Workloads::extensionsDeployment));
            case "apps/v1beta1 deployments" -> deployments(Shape.defaulting(Workloads::firstDeployment));
            case "extensions/v1beta1 daemonsets", "apps/v1beta1 statefulsets" ->
                Shape.defaulting(Workloads::updatedOnDelete);
            case "extensions/v1beta1 replicasets" -> Shape.defaulting(Workloads::selecting);
            case "extensions/v1beta1 ingresses", "networking.k8s.io/v1beta1 ingresses" -> new Ingresses();
            case "policy/v1beta1 poddisruptionbudgets" -> new Budgets();
            case "discovery.k8s.io/v1beta1 endpointslices" -> new EndpointSlices();
            case "autoscaling/v2beta1 horizontalpodautoscalers" -> new Autoscalers();
            case "apiextensions.k8s.io/v1beta1 customresourcedefinitions" -> new Definitions();
            case "admissionregistration.k8s.io/v1beta1 mutatingwebhookconfigurations",
                    "admissionregistration.k8s.io/v1beta1 validatingwebhookconfigurations" ->
                Shape.defaulting(object -> each(object, "webhooks", Shapes::webhook));
            case "certificates.k8s.io/v1beta1 certificatesigningrequests" -> Shape.defaulting(Shapes::request);
            case "flowcontrol.apiserver.k8s.io/v1beta1 prioritylevelconfigurations",
                    "flowcontrol.apiserver.k8s.io/v1beta2 prioritylevelconfigurations" ->
                level("assuredConcurrencyShares", "nominalConcurrencyShares");
            case "authorization.k8s.io/v1beta1 subjectaccessreviews",
                    "authorization.k8s.io/v1beta1 localsubjectaccessreviews" ->
                Shape.of(
                        object -> changed(object, "spec", spec -> renamed(spec, "group", "groups")),
                        object -> changed(object, "spec", spec -> renamed(spec, "groups", "group")));
            case "resource.k8s.io/v1beta1 resourceclaims" -> Devices.CLAIM;
            case "resource.k8s.io/v1beta1 resourceclaimtemplates" -> Devices.TEMPLATE;
            case "resource.k8s.io/v1beta1 resourceslices" -> Devices.SLICE;
            default -> Shape.SAME;
        };
    }

    private static Shape deployments(Shape defaults) {
        return new Shape() {
            @Override
            public JsonMap toCurrent(JsonMap object) {
                return Workloads.withoutRollback(object);
            }

            @Override
            public JsonMap fromCurrent(JsonMap object) {
                return object;
            }

            @Override
            public JsonMap withDefaults(JsonMap object) {
                return defaults.withDefaults(object);
            }
        };
    }

    private static JsonMap webhook(JsonMap webhook) {
        var result = absent(webhook, "Ignore", "failurePolicy");
        result = absent(result, "Exact", "matchPolicy");
        result = absent(result, "Unknown", "sideEffects");
        result = absent(result, 30L, "timeoutSeconds");
        return result.list("admissionReviewVersions").isEmpty()
                ? result.with("admissionReviewVersions", JsonList.of("v1beta1"))
                : result;
    }

    private static JsonMap request(JsonMap object) {
        var named = absent(object, "kubernetes.io/legacy-unknown", "spec", "signerName");
        return changed(
                named,
                "status",
                status -> each(status, "conditions", condition -> absent(condition, "True", "status")));
    }

    private static Shape level(String old, String now) {
        return Shape.of(object -> limited(object, old, now), object -> limited(object, now, old));
    }

    private static JsonMap limited(JsonMap object, String from, String to) {
        return changed(object, "spec", spec -> changed(spec, "limited", limited -> renamed(limited, from, to)));
    }
}
