package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.admission.certificates.CertificateAdmission;
import dev.jibe.server.admission.expression.ConditionMetrics;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.admission.node.NodeRestriction;
import dev.jibe.server.admission.optional.AlwaysPullImages;
import dev.jibe.server.admission.optional.EventRates;
import dev.jibe.server.admission.optional.Fixed;
import dev.jibe.server.admission.optional.Namespaces;
import dev.jibe.server.admission.optional.NodeSelectors;
import dev.jibe.server.admission.optional.OwnerPermissions;
import dev.jibe.server.admission.optional.PodChecks;
import dev.jibe.server.admission.optional.TolerationLimits;
import dev.jibe.server.admission.policy.MutatingPolicies;
import dev.jibe.server.admission.policy.ValidatingPolicies;
import dev.jibe.server.admission.quota.ResourceQuotaAdmission;
import dev.jibe.server.admission.security.Evaluations;
import dev.jibe.server.admission.security.PodSecurity;
import dev.jibe.server.admission.webhook.MutatingWebhooks;
import dev.jibe.server.admission.webhook.ValidatingWebhooks;
import dev.jibe.server.admission.webhook.WebhookMetrics;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.configuration.AdmissionConfiguration;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.webhook.RemoteService;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Store;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The admission plugins by their names, in the order in which they run.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#which-plugins-are-enabled-by-default">Which
 * plugins are enabled by default</a>.
 */
public final class Plugins {

    private Plugins() {}

    /**
     * What plugins look at.
     *
     * @param namespaces makes the namespace of a name
     * @param services reaches the service that a kubeconfig describes
     */
    public record Surroundings(
            Store<JsonMap> store,
            Resources resources,
            Ownership ownership,
            Authorizer authorizer,
            WebhookClient webhooks,
            Consumer<String> namespaces,
            Function<Path, RemoteService> services,
            Metrics metrics,
            Clock clock,
            Ids ids) {}

    /**
     * Which plugins are on, and what they are told.
     *
     * @param enabled those that must be
     * @param disabled those that must not, unless they are also enabled
     */
    public record Choice(Set<String> enabled, Set<String> disabled, AdmissionConfiguration config) {}

    /** Those that upstream has off unless somebody asks for them. */
    private static final Set<String> OFF = Set.of(
            "AlwaysAdmit",
            "NamespaceAutoProvision",
            "NamespaceExists",
            "LimitPodHardAntiAffinityTopology",
            "AlwaysPullImages",
            "ImagePolicyWebhook",
            "PodNodeSelector",
            "PodTolerationRestriction",
            "EventRateLimit",
            "ExtendedResourceToleration",
            "OwnerReferencesPermissionEnforcement",
            "DenyServiceExternalIPs",
            "AlwaysDeny");

    /**
     * All that are enabled by default or by choice.
     *
     * @throws IllegalArgumentException if there is no plugin of such a name, or one is told both
     * @throws dev.jibe.server.configuration.ConfigurationException if a plugin is told what it cannot do
     */
    public static AdmissionChain chain(Surroundings around, Choice choice) {
        var makers = byName(around, new PluginSettings(choice.config()));
        refuseUnknown("enable", choice.enabled(), makers.keySet());
        refuseUnknown("disable", choice.disabled(), makers.keySet());
        var both = new TreeSet<>(choice.enabled());
        both.retainAll(choice.disabled());
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("[" + String.join(" ", both)
                    + "] in enable-admission-plugins and disable-admission-plugins overlapped");
        }
        var plugins = new LinkedHashMap<String, Admission>();
        makers.forEach((name, maker) -> {
            boolean on = !OFF.contains(name) || choice.enabled().contains(name);
            if (on && !choice.disabled().contains(name)) {
                plugins.put(name, maker.get());
            }
        });
        return AdmissionChain.of(plugins, around.metrics(), around.clock());
    }

    private static void refuseUnknown(String what, Set<String> names, Set<String> known) {
        for (var name : new TreeSet<>(names)) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(what + "-admission-plugins plugin \"" + name + "\" is unknown");
            }
        }
    }

    /** In upstream's order. */
    private static Map<String, Supplier<Admission>> byName(Surroundings around, PluginSettings settings) {
        var store = around.store();
        var plugins = new LinkedHashMap<String, Supplier<Admission>>();
        plugins.put("AlwaysAdmit", () -> new Fixed(false));
        plugins.put("NamespaceAutoProvision", () -> Namespaces.autoProvision(store, around.namespaces()));
        plugins.put("NamespaceLifecycle", () -> new NamespaceLifecycle(store));
        plugins.put("NamespaceExists", () -> Namespaces.exists(store));
        plugins.put("LimitPodHardAntiAffinityTopology", PodChecks::antiAffinity);
        plugins.put("LimitRanger", () -> new LimitRanger(store));
        plugins.put("ServiceAccount", () -> new ServiceAccountAdmission(store, around.ids()));
        plugins.put("NodeRestriction", () -> new NodeRestriction(store, around.authorizer()));
        plugins.put("TaintNodesByCondition", TaintNodesByCondition::new);
        plugins.put("AlwaysPullImages", AlwaysPullImages::new);
        plugins.put("ImagePolicyWebhook", () -> settings.imagePolicy(around.services(), around.clock()));
        plugins.put(
                "PodSecurity", () -> new PodSecurity(store, settings.podSecurity(), new Evaluations(around.metrics())));
        plugins.put("PodNodeSelector", () -> new NodeSelectors(store, settings.nodeSelectors()));
        plugins.put("Priority", () -> new PriorityAdmission(store));
        plugins.put("DefaultTolerationSeconds", DefaultTolerationSeconds::new);
        plugins.put("PodTolerationRestriction", () -> {
            var told = settings.tolerations();
            return new TolerationLimits(store, told.list("default"), told.list("whitelist"));
        });
        plugins.put("EventRateLimit", () -> new EventRates(settings.eventRates(), around.clock()));
        plugins.put("ExtendedResourceToleration", PodChecks::extendedResources);
        plugins.put("DefaultStorageClass", () -> new DefaultStorageClass(store));
        plugins.put("StorageObjectInUseProtection", ObjectInUseProtection::ofStorage);
        plugins.put("PodGroupProtection", ObjectInUseProtection::ofPodGroups);
        putOthers(around, plugins);
        putLast(around, settings, plugins);
        return plugins;
    }

    private static void putOthers(Surroundings around, Map<String, Supplier<Admission>> plugins) {
        var store = around.store();
        var authorizer = around.authorizer();
        plugins.put("OwnerReferencesPermissionEnforcement", () -> new OwnerPermissions(authorizer, around.resources()));
        plugins.put("PersistentVolumeClaimResize", () -> new VolumeClaimResize(store));
        plugins.put("RuntimeClass", () -> new RuntimeClassAdmission(store));
        plugins.put("CertificateApproval", () -> CertificateAdmission.approval(authorizer));
        plugins.put("CertificateSigning", () -> CertificateAdmission.signing(authorizer));
        plugins.put("ClusterTrustBundleAttest", () -> CertificateAdmission.trustBundleAttest(authorizer));
        plugins.put("CertificateSubjectRestriction", CertificateAdmission::subjectRestriction);
        plugins.put("DefaultIngressClass", () -> new DefaultIngressClass(store));
        plugins.put("DenyServiceExternalIPs", PodChecks::externalAddresses);
        plugins.put("PodTopologyLabels", () -> new PodTopologyLabels(store));
        plugins.put("PodGroupWorkloadExists", () -> new WorkloadOfGroup(store));
        plugins.put("NodeDeclaredFeatureValidator", () -> PodResizes.declared(store));
        plugins.put("JobValidation", () -> new GangJobs(store, around.resources()));
        plugins.put("PodResizeValidator", () -> PodResizes.fitting(store));
    }

    private static void putLast(
            Surroundings around, PluginSettings settings, Map<String, Supplier<Admission>> plugins) {
        var store = around.store();
        var resources = around.resources();
        var authorizer = around.authorizer();
        var matching = new Matching(store, resources);
        var conditions = new ConditionMetrics(around.metrics(), around.clock());
        plugins.put(
                "MutatingAdmissionPolicy",
                () -> new MutatingPolicies(
                        store, resources, matching, authorizer, conditions, around.metrics(), around.clock()));
        var metrics = new WebhookMetrics(around.metrics(), around.clock());
        var mutating = "MutatingAdmissionWebhook";
        plugins.put(mutating, () -> {
            var webhooks = around.webhooks().as(settings.webhooks(mutating));
            return new MutatingWebhooks(store, matching, webhooks, authorizer, conditions, metrics, around.ids());
        });
        plugins.put(
                "ValidatingAdmissionPolicy",
                () -> new ValidatingPolicies(
                        store, resources, matching, authorizer, conditions, around.metrics(), around.clock()));
        var validating = "ValidatingAdmissionWebhook";
        plugins.put(validating, () -> {
            var webhooks = around.webhooks().as(settings.webhooks(validating));
            return new ValidatingWebhooks(store, matching, webhooks, authorizer, conditions, metrics, around.ids());
        });
        plugins.put(
                "ResourceQuota",
                () -> new ResourceQuotaAdmission(
                        store, resources, around.ownership(), settings.limitedResources(), around.clock()));
        plugins.put("AlwaysDeny", () -> new Fixed(true));
    }
}
