package dev.jibe.server.registry.table;

import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.Resource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The columns of each kind, made when they are first asked for. */
final class Columns {

    private final Map<String, List<Column>> made = new ConcurrentHashMap<>();

    List<Column> of(Resource resource) {
        var key = resource.apiVersion() + "/" + resource.info().plural();
        var known = made.get(key);
        return known != null ? known : made.computeIfAbsent(key, k -> make(resource));
    }

    /** Of kinds that are only seen as parts of others. */
    List<Column> ofUnstored(String kind) {
        return made.computeIfAbsent("/" + kind, k -> {
            boolean scale = kind.equals("Scale");
            var list = new ColumnList(
                    Schema.builtin().type(scale ? "io.k8s.api.autoscaling.v1.Scale" : "io.k8s.api.core.v1.ConfigMap"));
            return scale
                    ? WorkloadColumns.scale(list).columns()
                    : list.name().createdAt().columns();
        });
    }

    private static List<Column> make(Resource resource) {
        var list = new ColumnList(described(resource));
        var columns = switch (resource.info().group()) {
            case "" -> ofCore(resource.info().plural(), list);
            case "apps", "batch", "autoscaling" -> ofWorkloads(resource.info().plural(), list);
            default -> ofOthers(resource.info().plural(), list);
        };
        return columns.columns();
    }

    /** Where a resource is stored in another version it is shown in that one, and described so. */
    private static StructType described(Resource resource) {
        return switch (resource.info().plural()) {
            case "events" -> Schema.builtin().type("io.k8s.api.core.v1.Event");
            case "horizontalpodautoscalers" ->
                Schema.builtin().type("io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler");
            default -> resource.type();
        };
    }

    private static ColumnList ofCore(String plural, ColumnList list) {
        return switch (plural) {
            case "pods" -> PodColumns.pods(list);
            case "podtemplates" -> PodColumns.templates(list);
            case "replicationcontrollers" -> WorkloadColumns.replicationControllers(list);
            case "nodes" -> NodeColumns.nodes(list);
            case "services" -> NetworkColumns.services(list);
            case "endpoints" -> NetworkColumns.endpoints(list);
            case "configmaps" -> ConfigColumns.configMaps(list);
            case "secrets" -> ConfigColumns.secrets(list);
            case "namespaces" -> ConfigColumns.namespaces(list);
            case "resourcequotas" -> ConfigColumns.quotas(list);
            case "events" -> ConfigColumns.events(list);
            case "serviceaccounts" -> list.name().age();
            case "persistentvolumes" -> StorageColumns.volumes(list);
            case "persistentvolumeclaims" -> StorageColumns.claims(list);
            default -> list.name().createdAt();
        };
    }

    private static ColumnList ofWorkloads(String plural, ColumnList list) {
        return switch (plural) {
            case "deployments" -> WorkloadColumns.deployments(list);
            case "replicasets" -> WorkloadColumns.replicaSets(list);
            case "daemonsets" -> WorkloadColumns.daemonSets(list);
            case "statefulsets" -> WorkloadColumns.statefulSets(list);
            case "controllerrevisions" -> WorkloadColumns.controllerRevisions(list);
            case "jobs" -> WorkloadColumns.jobs(list);
            case "cronjobs" -> WorkloadColumns.cronJobs(list);
            case "horizontalpodautoscalers" -> AutoscalerColumns.autoscalers(list);
            default -> list.name().createdAt();
        };
    }

    private static ColumnList ofOthers(String plural, ColumnList list) {
        return switch (plural) {
            case "events" -> ConfigColumns.events(list);
            case "endpointslices" -> NetworkColumns.endpointSlices(list);
            case "ingresses" -> NetworkColumns.ingresses(list);
            case "ingressclasses" -> NetworkColumns.ingressClasses(list);
            case "networkpolicies" -> NetworkColumns.networkPolicies(list);
            case "ipaddresses" -> NetworkColumns.addresses(list);
            case "servicecidrs" -> NetworkColumns.ranges(list);
            case "leases" -> ConfigColumns.leases(list);
            case "componentstatuses" -> MachineryColumns.parts(list);
            case "priorityclasses" -> ConfigColumns.priorityClasses(list);
            case "runtimeclasses" -> ConfigColumns.runtimeClasses(list);
            case "poddisruptionbudgets" -> ConfigColumns.disruptionBudgets(list);
            case "flowschemas" -> ConfigColumns.flowSchemas(list);
            case "prioritylevelconfigurations" -> ConfigColumns.priorityLevels(list);
            case "resourceclaims" -> ConfigColumns.claims(list);
            case "resourceslices" -> ConfigColumns.slices(list);
            case "deviceclasses", "resourceclaimtemplates" -> list.name().age();
            case "rolebindings" -> AccessColumns.roleBindings(list);
            case "clusterrolebindings" -> AccessColumns.clusterRoleBindings(list);
            case "devicetaintrules" -> MachineryColumns.taintRules(list);
            case "clustertrustbundles" -> MachineryColumns.trustBundles(list);
            case "podcertificaterequests" -> MachineryColumns.podCertificates(list);
            case "leasecandidates" -> MachineryColumns.candidates(list);
            case "resourcepoolstatusrequests" -> MachineryColumns.poolStatuses(list);
            case "podgroups" -> MachineryColumns.podGroups(list);
            case "workloads" -> list.name().age();
            case "storageversions" -> MachineryColumns.storageVersions(list);
            case "storageversionmigrations" -> MachineryColumns.migrations(list);
            case "certificatesigningrequests" -> AccessColumns.signingRequests(list);
            case "mutatingwebhookconfigurations", "validatingwebhookconfigurations" -> AccessColumns.webhooks(list);
            case "validatingadmissionpolicies" ->
                AccessColumns.policies(
                        list,
                        "Validations",
                        "Validations indicates the number of validation rules defined in this configuration",
                        "validations");
            case "mutatingadmissionpolicies" ->
                AccessColumns.policies(
                        list,
                        "Mutations",
                        "Mutation indicates the number of mutations rules defined in this configuration",
                        "mutations");
            case "validatingadmissionpolicybindings", "mutatingadmissionpolicybindings" ->
                AccessColumns.policyBindings(list);
            case "storageclasses" -> StorageColumns.classes(list);
            case "volumeattributesclasses" -> StorageColumns.attributesClasses(list);
            case "volumeattachments" -> StorageColumns.attachments(list);
            case "csidrivers" -> StorageColumns.drivers(list);
            case "csinodes" -> StorageColumns.driverNodes(list);
            case "apiservices" -> ApiServiceColumns.services(list);
            default -> list.name().createdAt();
        };
    }
}
