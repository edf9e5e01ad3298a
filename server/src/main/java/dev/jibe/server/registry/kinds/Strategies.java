package dev.jibe.server.registry.kinds;

import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.server.crd.definition.DefinitionStrategy;
import dev.jibe.server.registry.Strategy;

/** Which strategy each built-in kind has. */
public final class Strategies {

    private Strategies() {}

    public static Strategy of(ResourceInfo info) {
        return switch (info.groupResource()) {
            case "pods" -> new PodStrategy(info);
            case "nodes" -> new NodeStrategy(info);
            case "jobs.batch" -> new JobStrategy(info);
            case "namespaces" -> new NamespaceStrategy(info);
            case "persistentvolumes", "persistentvolumeclaims" -> new StorageStrategy(info);
            case "services" -> new ServiceStrategy(info);
            case "daemonsets.apps" -> new DaemonSetStrategy(info);
            case "leases.coordination.k8s.io" -> new LeaseStrategy(info);
            case "certificatesigningrequests.certificates.k8s.io" -> new CertificateStrategy(info);
            case "customresourcedefinitions.apiextensions.k8s.io" -> new DefinitionStrategy(info);
            default -> new BuiltinStrategy(info);
        };
    }
}
