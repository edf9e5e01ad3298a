package dev.jibe.server.registry.kinds;

import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.crd.definition.DefinitionStrategy;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.Strategy;

/** Which strategy each built-in kind has. */
public final class Strategies {

    private Strategies() {}

    public static Strategy of(ResourceInfo info, FeatureGates features) {
        return switch (info.groupResource()) {
            case "pods" -> new PodStrategy(info, features);
            case "nodes" -> new NodeStrategy(info, features);
            case "jobs.batch" -> new JobStrategy(info, features);
            case "namespaces" -> new NamespaceStrategy(info, features);
            case "persistentvolumes", "persistentvolumeclaims" -> new StorageStrategy(info, features);
            case "services" -> new ServiceStrategy(info, features);
            case "statefulsets.apps" -> new StatefulSetStrategy(info, features);
            case "resourceclaims.resource.k8s.io" -> new DeviceClaimStrategy(info, features);
            case "resourceslices.resource.k8s.io" -> new ResourceSliceStrategy(info, features);
            case "devicetaintrules.resource.k8s.io" -> new DeviceTaintRuleStrategy(info, features);
            case "daemonsets.apps" -> new DaemonSetStrategy(info, features);
            case "leases.coordination.k8s.io" -> new LeaseStrategy(info, features);
            case "certificatesigningrequests.certificates.k8s.io" -> new CertificateStrategy(info, features);
            case "customresourcedefinitions.apiextensions.k8s.io" -> new DefinitionStrategy(info);
            default -> new BuiltinStrategy(info, features);
        };
    }
}
