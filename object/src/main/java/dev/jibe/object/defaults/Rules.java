package dev.jibe.object.defaults;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.StructType;

/** The defaults that are computed, by group and type; they hold in every version of the group. */
final class Rules {
    private Rules() {}

    static JsonMap apply(JsonMap map, StructType type) {
        return switch (type.unversionedName()) {
            case "core.Pod" -> PodDefaults.pod(map);
            case "core.PodSpec" -> PodDefaults.spec(map);
            case "core.Secret" -> ClusterDefaults.secret(map);
            case "apps.DaemonSet" -> WorkloadDefaults.daemonSet(map);
            case "core.Container", "core.EphemeralContainer" -> PodDefaults.container(map);
            case "core.Volume" -> PodDefaults.volume(map);
            case "core.ImageVolumeSource" -> PodDefaults.image(map);
            case "core.ReplicationController" -> WorkloadDefaults.replicationController(map);
            case "apps.DeploymentStrategy" -> WorkloadDefaults.rollingUpdate(map, "25%", "25%");
            case "apps.DaemonSetUpdateStrategy" -> WorkloadDefaults.rollingUpdate(map, 1L, 0L);
            case "apps.StatefulSet" -> WorkloadDefaults.statefulSet(map);
            case "batch.Job" -> WorkloadDefaults.job(map);
            case "autoscaling.HorizontalPodAutoscaler" -> AutoscalerDefaults.autoscaler(map);
            case "core.Service" -> ServiceDefaults.service(map);
            case "core.ServicePort" -> ServiceDefaults.port(map);
            case "core.LoadBalancerIngress" -> ServiceDefaults.ingress(map);
            case "networking.NetworkPolicySpec" -> PolicyDefaults.networkPolicy(map);
            case "rbac.Subject" -> PolicyDefaults.subject(map);
            case "core.LimitRangeItem" -> PolicyDefaults.limits(map);
            case "core.Namespace" -> ClusterDefaults.namespace(map);
            case "core.Node" -> ClusterDefaults.ranges(map);
            case "core.NodeStatus" -> ClusterDefaults.node(map);
            case "apiextensions.CustomResourceDefinitionNames" -> ClusterDefaults.names(map);
            case "apiextensions.CustomResourceDefinitionSpec" -> ClusterDefaults.conversion(map);
            case "resource.ExactDeviceRequest", "resource.DeviceSubRequest" -> ClusterDefaults.deviceCount(map);
            default -> map;
        };
    }
}
