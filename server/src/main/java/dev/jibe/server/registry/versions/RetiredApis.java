package dev.jibe.server.registry.versions;

import dev.jibe.object.schema.Schema;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.List;

/** The versions that upstream has removed, as resources that are kept in the version which replaced them. */
public final class RetiredApis {

    /** Version, resource, the version that replaced it, the releases that deprecated and removed it. */
    private static final String TABLE = """
            extensions/v1beta1 deployments apps/v1 1.8 1.16
            extensions/v1beta1 daemonsets apps/v1 1.8 1.16
            extensions/v1beta1 replicasets apps/v1 1.8 1.16
            extensions/v1beta1 networkpolicies networking.k8s.io/v1 1.9 1.16
            extensions/v1beta1 ingresses networking.k8s.io/v1 1.14 1.22
            apps/v1beta1 deployments apps/v1 1.8 1.16
            apps/v1beta1 statefulsets apps/v1 1.8 1.16
            apps/v1beta1 controllerrevisions apps/v1 1.8 1.16
            apps/v1beta2 deployments apps/v1 1.9 1.16
            apps/v1beta2 daemonsets apps/v1 1.9 1.16
            apps/v1beta2 replicasets apps/v1 1.9 1.16
            apps/v1beta2 statefulsets apps/v1 1.9 1.16
            apps/v1beta2 controllerrevisions apps/v1 1.9 1.16
            autoscaling/v2beta1 horizontalpodautoscalers autoscaling/v2 1.22 1.25
            autoscaling/v2beta2 horizontalpodautoscalers autoscaling/v2 1.23 1.26
            batch/v1beta1 cronjobs batch/v1 1.21 1.25
            policy/v1beta1 poddisruptionbudgets policy/v1 1.21 1.25
            networking.k8s.io/v1beta1 ingresses networking.k8s.io/v1 1.19 1.22
            networking.k8s.io/v1beta1 ingressclasses networking.k8s.io/v1 1.19 1.22
            rbac.authorization.k8s.io/v1beta1 roles rbac.authorization.k8s.io/v1 1.17 1.22
            rbac.authorization.k8s.io/v1beta1 rolebindings rbac.authorization.k8s.io/v1 1.17 1.22
            rbac.authorization.k8s.io/v1beta1 clusterroles rbac.authorization.k8s.io/v1 1.17 1.22
            rbac.authorization.k8s.io/v1beta1 clusterrolebindings rbac.authorization.k8s.io/v1 1.17 1.22
            storage.k8s.io/v1beta1 storageclasses storage.k8s.io/v1 1.19 1.22
            storage.k8s.io/v1beta1 volumeattachments storage.k8s.io/v1 1.19 1.22
            storage.k8s.io/v1beta1 csidrivers storage.k8s.io/v1 1.19 1.22
            storage.k8s.io/v1beta1 csinodes storage.k8s.io/v1 1.17 1.22
            storage.k8s.io/v1beta1 csistoragecapacities storage.k8s.io/v1 1.24 1.27
            scheduling.k8s.io/v1beta1 priorityclasses scheduling.k8s.io/v1 1.14 1.22
            coordination.k8s.io/v1beta1 leases coordination.k8s.io/v1 1.19 1.22
            admissionregistration.k8s.io/v1beta1 mutatingwebhookconfigurations admissionregistration.k8s.io/v1 1.16 1.22
            admissionregistration.k8s.io/v1beta1 validatingwebhookconfigurations admissionregistration.k8s.io/v1 1.16 1.22
            apiextensions.k8s.io/v1beta1 customresourcedefinitions apiextensions.k8s.io/v1 1.16 1.22
            apiregistration.k8s.io/v1beta1 apiservices apiregistration.k8s.io/v1 1.19 1.22
            certificates.k8s.io/v1beta1 certificatesigningrequests certificates.k8s.io/v1 1.19 1.22
            discovery.k8s.io/v1beta1 endpointslices discovery.k8s.io/v1 1.21 1.25
            events.k8s.io/v1beta1 events events.k8s.io/v1 1.22 1.25
            node.k8s.io/v1beta1 runtimeclasses node.k8s.io/v1 1.22 1.25
            flowcontrol.apiserver.k8s.io/v1beta1 flowschemas flowcontrol.apiserver.k8s.io/v1 1.23 1.26
            flowcontrol.apiserver.k8s.io/v1beta1 prioritylevelconfigurations flowcontrol.apiserver.k8s.io/v1 1.23 1.26
            flowcontrol.apiserver.k8s.io/v1beta2 flowschemas flowcontrol.apiserver.k8s.io/v1 1.26 1.29
            flowcontrol.apiserver.k8s.io/v1beta2 prioritylevelconfigurations flowcontrol.apiserver.k8s.io/v1 1.26 1.29
            flowcontrol.apiserver.k8s.io/v1beta3 flowschemas flowcontrol.apiserver.k8s.io/v1 1.29 1.32
            flowcontrol.apiserver.k8s.io/v1beta3 prioritylevelconfigurations flowcontrol.apiserver.k8s.io/v1 1.29 1.32
            authentication.k8s.io/v1beta1 tokenreviews authentication.k8s.io/v1 1.19 1.22
            authentication.k8s.io/v1beta1 selfsubjectreviews authentication.k8s.io/v1 1.30 1.33
            authorization.k8s.io/v1beta1 subjectaccessreviews authorization.k8s.io/v1 1.19 1.22
            authorization.k8s.io/v1beta1 localsubjectaccessreviews authorization.k8s.io/v1 1.19 1.22
            authorization.k8s.io/v1beta1 selfsubjectaccessreviews authorization.k8s.io/v1 1.19 1.22
            authorization.k8s.io/v1beta1 selfsubjectrulesreviews authorization.k8s.io/v1 1.19 1.22
            """;

    private RetiredApis() {}

    /** All of them whose replacement is served. */
    public static List<Resource> of(Resources current, Schema schema) {
        return TABLE.lines()
                .map(line -> line.split(" ", -1))
                .map(row -> OtherVersion.of(row[0], current.get(row[2], row[1]), schema)
                        .resource(row[3], row[4], true))
                .toList();
    }
}
