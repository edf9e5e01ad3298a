package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.request.FieldError;
import java.util.List;

/** Which rules hold for which kind. */
public final class Validation {

    private Validation() {}

    /** What is wrong with an object, however it came to be. */
    public static List<FieldError> check(ResourceInfo info, JsonMap object) {
        var checks = new Checks();
        switch (info.groupResource()) {
            case "pods" -> PodRules.pod(checks, object);
            case "podtemplates" ->
                PodRules.template(checks, FieldPath.ROOT.at("template"), object.map("template"), java.util.Set.of());
            case "replicationcontrollers" -> WorkloadRules.replicationController(checks, object);
            case "deployments.apps" -> WorkloadRules.deployment(checks, object);
            case "replicasets.apps" -> WorkloadRules.replicaSet(checks, object);
            case "daemonsets.apps" -> WorkloadRules.daemonSet(checks, object);
            case "statefulsets.apps" -> WorkloadRules.statefulSet(checks, object);
            case "jobs.batch" -> WorkloadRules.job(checks, object);
            case "cronjobs.batch" -> WorkloadRules.cronJob(checks, object);
            case "services" -> ServiceRules.service(checks, object);
            case "configmaps" -> ConfigRules.configMap(checks, object);
            case "secrets" -> ConfigRules.secret(checks, object);
            case "persistentvolumeclaims" -> ConfigRules.claim(checks, object);
            case "poddisruptionbudgets.policy" -> ConfigRules.disruptionBudget(checks, object);
            case "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io" ->
                AccessRules.role(checks, object);
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" ->
                AccessRules.binding(checks, object);
            default -> {
                // Kinds whose schema says all there is to say so far.
            }
        }
        return checks.errors();
    }

    /** What is wrong with a change. */
    public static List<FieldError> checkUpdate(ResourceInfo info, JsonMap object, JsonMap old) {
        var errors = new java.util.ArrayList<>(check(info, object));
        var checks = new Checks();
        switch (info.groupResource()) {
            case "pods" -> PodUpdateRules.check(checks, object, old);
            case "deployments.apps", "replicasets.apps", "daemonsets.apps" ->
                WorkloadRules.sameSelector(checks, object, old);
            case "statefulsets.apps" -> WorkloadRules.sameStatefulSet(checks, object, old);
            case "jobs.batch" -> WorkloadRules.sameJob(checks, object, old);
            case "configmaps" -> ConfigRules.sameConfig(checks, object, old);
            case "secrets" -> {
                checks.immutable(FieldPath.ROOT.at("type"), object.get("type"), old.get("type"));
                ConfigRules.sameConfig(checks, object, old);
            }
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" ->
                AccessRules.sameRole(checks, object, old);
            case "storageclasses.storage.k8s.io" -> {
                for (var key : List.of("provisioner", "parameters", "reclaimPolicy", "volumeBindingMode")) {
                    checks.immutable(FieldPath.ROOT.at(key), object.get(key), old.get(key));
                }
            }
            default -> {
                // Kinds of which everything may change.
            }
        }
        errors.addAll(checks.errors());
        return errors;
    }
}
