package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.certificates.CertificateAdmission;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.admission.node.NodeRestriction;
import dev.jibe.server.admission.policy.MutatingPolicies;
import dev.jibe.server.admission.policy.ValidatingPolicies;
import dev.jibe.server.admission.quota.ResourceQuotaAdmission;
import dev.jibe.server.admission.security.Evaluations;
import dev.jibe.server.admission.security.Exemptions;
import dev.jibe.server.admission.security.PodSecurity;
import dev.jibe.server.admission.webhook.MutatingWebhooks;
import dev.jibe.server.admission.webhook.ValidatingWebhooks;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The admission plugins by their names, in the order in which they run.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#which-plugins-are-enabled-by-default">Which
 * plugins are enabled by default</a>.
 */
public final class Plugins {

    private Plugins() {}

    /** What plugins look at. */
    public record Surroundings(
            Store<JsonMap> store,
            Resources resources,
            Ownership ownership,
            Authorizer authorizer,
            WebhookClient webhooks,
            Metrics metrics,
            Clock clock,
            Ids ids) {}

    /**
     * All that are enabled by default, but those that were switched off.
     *
     * @throws IllegalArgumentException if there is no plugin of such a name
     */
    public static AdmissionChain chain(Surroundings around, Set<String> enabled, Set<String> disabled) {
        var plugins = byName(around);
        for (var names : List.of(enabled, disabled)) {
            for (var name : names) {
                if (!plugins.containsKey(name)) {
                    throw new IllegalArgumentException("admission plugin \"" + name + "\" is unknown");
                }
            }
        }
        plugins.keySet().removeAll(disabled);
        return AdmissionChain.of(plugins, new AdmissionMetrics(around.metrics(), around.clock()));
    }

    private static Map<String, Admission> byName(Surroundings around) {
        var store = around.store();
        var plugins = new LinkedHashMap<String, Admission>();
        plugins.put("NamespaceLifecycle", new NamespaceLifecycle(store));
        plugins.put("LimitRanger", new LimitRanger(store));
        plugins.put("ServiceAccount", new ServiceAccountAdmission(store, around.ids()));
        plugins.put("NodeRestriction", new NodeRestriction(store, around.authorizer()));
        plugins.put("TaintNodesByCondition", new TaintNodesByCondition());
        plugins.put("PodSecurity", new PodSecurity(store, Exemptions.NONE, new Evaluations(around.metrics())));
        plugins.put("Priority", new PriorityAdmission(store));
        plugins.put("DefaultTolerationSeconds", new DefaultTolerationSeconds());
        plugins.put("DefaultStorageClass", new DefaultStorageClass(store));
        plugins.put("StorageObjectInUseProtection", new ObjectInUseProtection());
        plugins.put("PersistentVolumeClaimResize", new VolumeClaimResize(store));
        plugins.put("RuntimeClass", new RuntimeClassAdmission(store));
        plugins.put("CertificateApproval", CertificateAdmission.approval(around.authorizer()));
        plugins.put("CertificateSigning", CertificateAdmission.signing(around.authorizer()));
        plugins.put("ClusterTrustBundleAttest", CertificateAdmission.trustBundleAttest(around.authorizer()));
        plugins.put("CertificateSubjectRestriction", CertificateAdmission.subjectRestriction());
        plugins.put("DefaultIngressClass", new DefaultIngressClass(store));
        plugins.put("PodTopologyLabels", new PodTopologyLabels(store));
        var resources = around.resources();
        var authorizer = around.authorizer();
        var matching = new Matching(store, resources);
        plugins.put("MutatingAdmissionPolicy", new MutatingPolicies(store, resources, matching, authorizer));
        plugins.put(
                "MutatingAdmissionWebhook",
                new MutatingWebhooks(store, matching, around.webhooks(), authorizer, around.ids()));
        plugins.put("ValidatingAdmissionPolicy", new ValidatingPolicies(store, resources, matching, authorizer));
        plugins.put(
                "ValidatingAdmissionWebhook",
                new ValidatingWebhooks(store, matching, around.webhooks(), authorizer, around.ids()));
        plugins.put(
                "ResourceQuota",
                new ResourceQuotaAdmission(store, around.resources(), around.ownership(), around.clock()));
        return plugins;
    }
}
