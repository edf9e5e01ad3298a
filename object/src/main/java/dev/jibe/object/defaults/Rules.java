package dev.jibe.object.defaults;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The defaults that are computed, by {@code group.Type}; they hold in every version of the group. */
final class Rules {
    private static final Map<String, UnaryOperator<JsonMap>> BY_TYPE = new HashMap<>();

    static {
        BY_TYPE.put("core.Pod", PodDefaults::pod);
        BY_TYPE.put("core.Container", PodDefaults::container);
        BY_TYPE.put("core.EphemeralContainer", PodDefaults::container);
        BY_TYPE.put("core.Volume", PodDefaults::volume);
        BY_TYPE.put("core.ReplicationController", WorkloadDefaults::replicationController);
        BY_TYPE.put("apps.DeploymentStrategy", WorkloadDefaults::rollingUpdate);
        BY_TYPE.put("apps.DaemonSetUpdateStrategy", WorkloadDefaults::rollingUpdate);
        BY_TYPE.put("apps.StatefulSet", WorkloadDefaults::statefulSet);
        BY_TYPE.put("batch.Job", WorkloadDefaults::job);
        BY_TYPE.put("autoscaling.HorizontalPodAutoscaler", AutoscalerDefaults::autoscaler);
        BY_TYPE.put("core.Service", ServiceDefaults::service);
        BY_TYPE.put("core.ServicePort", ServiceDefaults::port);
        BY_TYPE.put("core.LoadBalancerIngress", ServiceDefaults::ingress);
        BY_TYPE.put("networking.NetworkPolicySpec", PolicyDefaults::networkPolicy);
        BY_TYPE.put("rbac.Subject", PolicyDefaults::subject);
        BY_TYPE.put("core.LimitRangeItem", PolicyDefaults::limits);
        BY_TYPE.put("core.Namespace", ClusterDefaults::namespace);
        BY_TYPE.put("core.NodeStatus", ClusterDefaults::node);
        BY_TYPE.put("apiextensions.CustomResourceDefinitionNames", ClusterDefaults::names);
        BY_TYPE.put("resource.ExactDeviceRequest", ClusterDefaults::deviceCount);
        BY_TYPE.put("resource.DeviceSubRequest", ClusterDefaults::deviceCount);
    }

    private Rules() {}

    static @Nullable UnaryOperator<JsonMap> of(StructType type) {
        String name = type.name();
        int typeAt = name.lastIndexOf('.');
        int versionAt = name.lastIndexOf('.', typeAt - 1);
        int groupAt = name.lastIndexOf('.', versionAt - 1);
        return groupAt < 0 ? null : BY_TYPE.get(name.substring(groupAt + 1, versionAt) + name.substring(typeAt));
    }
}
