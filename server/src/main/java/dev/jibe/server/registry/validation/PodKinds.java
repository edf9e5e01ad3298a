package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pods and their templates. */
final class PodKinds {

    private static final String NO_EPHEMERAL = "ephemeral containers not allowed in pod template";
    static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";

    static final Map<String, Kind> KINDS = Map.of(
            "pods",
            new Kind(
                            SUBDOMAIN,
                            steps(META, rule(PodKinds::pod), rule(PodKinds::newPod)),
                            steps(META_UPDATE, META, rule(PodKinds::pod), PodUpdateRules::check))
                    .withStatus(META_UPDATE, PodStatusRules::check),
            "podtemplates",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(PodKinds::podTemplate)),
                    steps(META_UPDATE, rule(PodKinds::podTemplate))));

    private PodKinds() {}

    static void pod(Place pod) {
        var spec = pod.in("spec");
        annotations(pod.in("metadata"), spec);
        PodSpecRules.check(spec, pod.map("metadata").string("name"), true);
        if (spec.text("serviceAccountName").isEmpty()) {
            withoutAccount(spec);
        }
        spec.each("containers", ContainerRules::image);
        spec.each("initContainers", ContainerRules::image);
    }

    private static void withoutAccount(Place spec) {
        var volumes = spec.list("volumes");
        for (int i = 0; i < volumes.size(); i++) {
            var sources = volumes.map(i).map("projected").list("sources");
            for (int j = 0; j < sources.size(); j++) {
                if (sources.map(j).has("serviceAccountToken")) {
                    spec.item("volumes", i)
                            .in("projected")
                            .item("sources", j)
                            .forbidden(
                                    "serviceAccountToken", "must not be specified when serviceAccountName is not set");
                }
            }
        }
    }

    private static void newPod(Place pod) {
        var spec = pod.in("spec");
        if (!spec.list("ephemeralContainers").isEmpty()) {
            spec.forbidden("ephemeralContainers", "cannot be set on create");
        }
        if (!spec.text("nodeName").isEmpty() && !spec.list("schedulingGates").isEmpty()) {
            spec.forbidden("nodeName", "cannot be set until all schedulingGates have been cleared");
        }
    }

    private static void podTemplate(Place object) {
        template(object.in("template"));
    }

    /** Upstream looks at the metadata of this one twice, and not at names that the set gives its pods itself. */
    static void setTemplate(Place template) {
        var metadata = template.as(template.in("metadata").map());
        MetaRules.labels(metadata, "labels");
        MetaRules.annotations(metadata, "annotations");
        annotations(metadata, template.in("spec"));
        var spec = template.map("spec").without("hostname").without("subdomain");
        PodSpecRules.check(template.as(template.map().with("spec", spec)).in("spec"), "", false);
        if (!spec.list("ephemeralContainers").isEmpty()) {
            template.in("spec").forbidden("ephemeralContainers", NO_EPHEMERAL);
        }
        MetaRules.labels(metadata, "labels");
        MetaRules.annotations(metadata, "annotations");
    }

    static void template(Place template) {
        var metadata = template.in("metadata");
        // Labels and annotations are reported as if they were not in the metadata.
        MetaRules.labels(template.as(metadata.map()), "labels");
        MetaRules.annotations(template.as(metadata.map()), "annotations");
        annotations(template.as(metadata.map()), template.in("spec"));
        PodSpecRules.check(template.in("spec"), "", false);
        if (!template.map("spec").list("ephemeralContainers").isEmpty()) {
            template.in("spec").forbidden("ephemeralContainers", NO_EPHEMERAL);
        }
    }

    /** Annotations that mean something in a pod. */
    static void annotations(Place metadata, Place spec) {
        var annotations = metadata.map("annotations");
        for (int i = 0; i < annotations.size(); i++) {
            var key = annotations.keyAt(i);
            var value = annotations.string(key);
            var at = "annotations[" + key + "]";
            if (key.equals(MIRROR) && spec.text("nodeName").isEmpty()) {
                metadata.invalid(at, value, "must set spec.nodeName if mirror pod annotation is set");
            } else if (key.equals(DELETION_COST) && !isCost(value)) {
                metadata.invalid(at, value, "must be a 32bit integer");
            } else if (key.equals(SECCOMP_POD) || key.startsWith(SECCOMP)) {
                seccomp(metadata, "annotations." + key, value);
            } else if (key.startsWith(APP_ARMOR)) {
                appArmor(metadata, at, key.substring(APP_ARMOR.length()), value, spec);
            }
        }
    }

    private static void seccomp(Place metadata, String at, String profile) {
        if (profile.startsWith("localhost/")) {
            VolumeRules.descending(metadata, at, profile.substring("localhost/".length()));
        } else if (!List.of("runtime/default", "docker/default", "unconfined").contains(profile)) {
            metadata.invalid(at, profile, "must be a valid seccomp profile");
        }
    }

    private static void appArmor(Place metadata, String at, String container, String profile, Place spec) {
        boolean there = Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(kind -> spec.list(kind).maps())
                .anyMatch(other -> other.string("name").equals(container));
        if (!there) {
            metadata.invalid(at, container, "container not found");
        }
        if (!List.of("", "runtime/default", "unconfined").contains(profile) && !profile.startsWith("localhost/")) {
            metadata.invalid(at, profile, "invalid AppArmor profile name: \"" + profile + "\"");
        }
    }

    private static boolean isCost(String value) {
        if (!value.matches("-?(0|[1-9]\\d{0,9})") || value.equals("-0")) {
            return false;
        }
        long cost = Long.parseLong(value);
        return cost >= Integer.MIN_VALUE && cost <= Integer.MAX_VALUE;
    }
}
