package dev.jibe.server.admission.security;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.security.Check.Finding;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds pods to the standard that their namespace's labels name, and warns of templates of pods that would not meet it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/security/pod-security-admission/">Pod Security Admission</a>.
 */
public final class PodSecurity implements Admission.Validating {

    private static final Set<String> IGNORED =
            Set.of("exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status");
    private static final String KEY = "pod-security.kubernetes.io/";

    /** Where workloads have their template of a pod. */
    private static final Map<String, List<String>> TEMPLATES = Map.of(
            "podtemplates", List.of("template"),
            "replicationcontrollers", List.of("spec", "template"),
            "replicasets.apps", List.of("spec", "template"),
            "deployments.apps", List.of("spec", "template"),
            "statefulsets.apps", List.of("spec", "template"),
            "daemonsets.apps", List.of("spec", "template"),
            "jobs.batch", List.of("spec", "template"),
            "cronjobs.batch", List.of("spec", "jobTemplate", "spec", "template"));

    private final Store<JsonMap> store;
    private final NamespacePolicy defaults;
    private final Exemptions exempt;
    private final Evaluations evaluations;

    public PodSecurity(Store<JsonMap> store, PodSecuritySettings settings, Evaluations evaluations) {
        this.evaluations = evaluations;
        this.store = store;
        this.defaults = settings.defaults();
        this.exempt = settings.exempt();
    }

    @Override
    public void validate(Attributes attributes) {
        if (!attributes.isCreate() && !attributes.isUpdate()) {
            return;
        }
        var resource = attributes.resource().info().groupResource();
        if (resource.equals("pods")) {
            pod(attributes);
        } else if (resource.equals("namespaces") && attributes.subresource().isEmpty()) {
            namespace(attributes);
        } else if (TEMPLATES.containsKey(resource) && attributes.subresource().isEmpty()) {
            template(attributes, TEMPLATES.get(resource));
        }
    }

    private NamespacePolicy policy(JsonMap namespace) {
        return NamespacePolicy.of(namespace.map("metadata").map("labels"), defaults);
    }

    private void namespace(Attributes attributes) {
        var policy = policy(attributes.object());
        if (attributes.isCreate()) {
            refuse(attributes, policy);
            return;
        }
        var before = policy(attributes.old());
        if (!policy.errors().equals(before.errors())) {
            refuse(attributes, policy);
        }
        var enforce = policy.enforce();
        boolean relaxed = enforce.minor() == before.enforce().minor()
                && enforce.level().compareTo(before.enforce().level()) <= 0;
        var name = attributes.name();
        if (enforce.level() == Level.PRIVILEGED
                || relaxed
                || exempt.namespaces().contains(name)) {
            return;
        }
        var pods = new ArrayList<JsonMap>();
        for (var entry : store.latest().range("pods", name + "/", null, Integer.MAX_VALUE)) {
            pods.add(entry.value());
        }
        ExistingPods.violations(name, enforce, pods, exempt).forEach(attributes.feedback()::warn);
    }

    private static void refuse(Attributes attributes, NamespacePolicy policy) {
        if (!policy.errors().isEmpty()) {
            throw ApiException.invalid(attributes.resource().namedKind(), attributes.shownName(), policy.errors());
        }
    }

    private boolean isExempt(Attributes attributes) {
        var why = exempt.namespaces().contains(attributes.namespace())
                ? "namespace"
                : exempt.users().contains(attributes.user().name()) ? "user" : "";
        if (!why.isEmpty()) {
            attributes.feedback().annotate(KEY + "exempt", why);
        }
        return !why.isEmpty();
    }

    private NamespacePolicy policyOf(Attributes attributes) {
        var namespace = store.latest().get("namespaces", attributes.namespace());
        return namespace == null ? defaults : policy(namespace.value());
    }

    private void pod(Attributes attributes) {
        if (IGNORED.contains(attributes.subresource()) || isExempt(attributes)) {
            return;
        }
        var policy = policyOf(attributes);
        if (policy.allowsAll()) {
            evaluations.note(true, policy.enforce(), "enforce", attributes);
            if (attributes.isCreate()) {
                attributes.feedback().annotate(KEY + "enforce-policy", "privileged:latest");
            }
            return;
        }
        var pod = attributes.object();
        if (attributes.isUpdate()
                && !isSignificant(pod.map("spec"), attributes.old().map("spec"))) {
            return;
        }
        evaluate(attributes, policy, pod.map("metadata"), pod.map("spec"), true);
    }

    /** Images may change, and containers be added for debugging; all else was looked at before. */
    private static boolean isSignificant(JsonMap spec, JsonMap old) {
        for (var key : List.of("containers", "initContainers")) {
            if (!images(spec.list(key)).equals(images(old.list(key)))) {
                return true;
            }
        }
        return !images(old.list("ephemeralContainers")).containsAll(images(spec.list("ephemeralContainers")));
    }

    private static List<String> images(JsonList containers) {
        return containers
                .maps()
                .map(c -> c.string("name") + " " + c.string("image"))
                .toList();
    }

    private void template(Attributes attributes, List<String> path) {
        if (isExempt(attributes)) {
            return;
        }
        var policy = policyOf(attributes);
        var template = attributes.object().at(path.toArray(String[]::new));
        if (policy.tellsNothing() || !(template instanceof JsonMap pod)) {
            return;
        }
        evaluate(attributes, policy, pod.map("metadata"), pod.map("spec"), false);
    }

    private void evaluate(
            Attributes attributes, NamespacePolicy policy, JsonMap metadata, JsonMap spec, boolean enforced) {
        var feedback = attributes.feedback();
        if (exempt.runtimeClasses().contains(spec.string("runtimeClassName"))) {
            feedback.annotate(KEY + "exempt", "runtimeClass");
            return;
        }
        if (!policy.errors().isEmpty()) {
            feedback.annotate(KEY + "error", "Failed to parse policy: " + policy.errors());
        }
        var audited = Standards.evaluate(policy.audit(), metadata, spec);
        if (!audited.isEmpty()) {
            evaluations.note(false, policy.audit(), "audit", attributes);
            feedback.annotate(
                    KEY + "audit-violations",
                    "would violate PodSecurity \"" + policy.audit() + "\": " + shown(audited));
        }
        if (enforced) {
            feedback.annotate(KEY + "enforce-policy", policy.enforce().toString());
            var found = Standards.evaluate(policy.enforce(), metadata, spec);
            evaluations.note(found.isEmpty(), policy.enforce(), "enforce", attributes);
            if (!found.isEmpty()) {
                throw attributes.forbidden("violates PodSecurity \"" + policy.enforce() + "\": " + shown(found));
            }
        }
        var warned = Standards.evaluate(policy.warn(), metadata, spec);
        if (!warned.isEmpty()) {
            evaluations.note(false, policy.warn(), "warn", attributes);
            feedback.warn("would violate PodSecurity \"" + policy.warn() + "\": " + shown(warned));
        }
    }

    private static String shown(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining(", "));
    }
}
