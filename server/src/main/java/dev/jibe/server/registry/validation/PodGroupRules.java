package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of pods that are scheduled together, and the workloads that have templates of them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/workloads/workload-api/">Workload API</a> and KEP-4671.
 */
final class PodGroupRules {

    private static final int MAX_TEMPLATES = 8;
    private static final int MAX_CLAIMS = 4;
    private static final long HIGHEST_PRIORITY = 1_000_000_000;
    private static final String TOPOLOGY = "TopologyAwareWorkloadScheduling";
    private static final String PREEMPTION = "WorkloadAwarePreemption";
    private static final String CLAIMS = "resourceClaims";

    private PodGroupRules() {}

    static void workload(Place object, JsonMap old) {
        var spec = object.in("spec");
        var before = before(object, old);
        if (!Declared.same(spec, "controllerRef", before)) {
            if (before != null) {
                Declared.immutable(spec, "controllerRef");
            } else if (spec.has("controllerRef")) {
                controller(spec.in("controllerRef"));
            }
        }
        var templates = "podGroupTemplates";
        if (Declared.same(spec, templates, before)) {
            return;
        }
        if (before != null) {
            Declared.immutable(spec, templates);
        }
        boolean fits = Declared.fits(spec, templates, MAX_TEMPLATES);
        if (spec.list(templates).isEmpty()) {
            spec.required(templates);
        } else if (fits && before == null) {
            Declared.distinct(spec, templates, "name", "PodGroupTemplate");
            spec.each(templates, PodGroupRules::template);
        }
    }

    private static @Nullable JsonMap before(Place object, JsonMap old) {
        return object.report().isChange() ? old.map("spec") : null;
    }

    private static void controller(Place reference) {
        reference.namedIfSet("apiGroup", Naming.DECLARED_SUBDOMAIN);
        reference.namedNeeded("kind", Naming.PATH_SEGMENT);
        reference.namedNeeded("name", Naming.PATH_SEGMENT);
    }

    private static void template(Place template) {
        template.namedNeeded("name", Naming.DECLARED_LABEL);
        policy(template.in("schedulingPolicy"));
        wishes(template);
    }

    static void group(Place object, JsonMap old) {
        var spec = object.in("spec");
        var before = before(object, old);
        if (before != null) {
            change(spec, before);
            return;
        }
        if (Declared.isSet(spec, "podGroupTemplateRef")) {
            reference(spec.in("podGroupTemplateRef"));
        }
        policy(spec.in("schedulingPolicy"));
        wishes(spec);
    }

    private static void reference(Place reference) {
        Declared.union(reference, "workload");
        if (Declared.isSet(reference, "workload")) {
            var workload = reference.in("workload");
            workload.namedNeeded("workloadName", Naming.DECLARED_SUBDOMAIN);
            workload.namedNeeded("podGroupTemplateName", Naming.DECLARED_LABEL);
        }
    }

    private static void policy(Place policy) {
        Declared.union(policy, "basic", "gang");
        if (policy.has("gang")) {
            var gang = policy.in("gang");
            if (gang.number("minCount") == 0) {
                gang.required("minCount");
            } else {
                Declared.least(gang, "minCount", 1);
            }
        }
    }

    /** What a new group or template asks for besides; without its feature each was dropped before. */
    private static void wishes(Place group) {
        if (Declared.isSet(group, "schedulingConstraints")) {
            var constraints = group.in("schedulingConstraints");
            if (Declared.fits(constraints, "topology", 1)) {
                constraints.each("topology", PodGroupRules::topology);
            }
        }
        if (Declared.fits(group, CLAIMS, MAX_CLAIMS)) {
            Declared.distinct(group, CLAIMS, "name", "PodGroupResourceClaim");
            group.each(CLAIMS, PodGroupRules::claim);
        }
        group.oneOfIfSet("disruptionMode", List.of("Pod", "PodGroup"));
        group.namedIfSet("priorityClassName", Naming.DECLARED_SUBDOMAIN);
        Declared.most(group, "priority", HIGHEST_PRIORITY);
    }

    private static void topology(Place constraint) {
        if (constraint.need("key")) {
            constraint.invalid("key", constraint.text("key"), LabelSyntax.wrongKeys(constraint.text("key")));
        }
    }

    private static void claim(Place claim) {
        Declared.union(claim, "resourceClaimName", "resourceClaimTemplateName");
        claim.namedNeeded("name", Naming.DECLARED_LABEL);
        for (var key : List.of("resourceClaimName", "resourceClaimTemplateName")) {
            if (claim.has(key)) {
                claim.named(key, Naming.DECLARED_SUBDOMAIN);
            }
        }
    }

    /** Nothing of a group may change; what belongs to a feature that is off may go away. */
    private static void change(Place spec, JsonMap old) {
        for (var key : List.of("podGroupTemplateRef", "schedulingPolicy")) {
            if (!Declared.same(spec, key, old)) {
                Declared.immutable(spec, key);
            }
        }
        gated(spec, old, "schedulingConstraints", TOPOLOGY);
        if (!Declared.same(spec, CLAIMS, old)) {
            Declared.immutable(spec, CLAIMS);
            Declared.fits(spec, CLAIMS, MAX_CLAIMS);
        }
        for (var key : List.of("disruptionMode", "priorityClassName", "priority")) {
            gated(spec, old, key, PREEMPTION);
        }
    }

    private static void gated(Place spec, JsonMap old, String key, String feature) {
        if (Declared.same(spec, key, old)) {
            return;
        }
        if (spec.report().enabled(feature)) {
            Declared.immutable(spec, key);
        } else if (Declared.isSet(spec, key)) {
            spec.forbidden(key, "");
        }
    }

    static void status(Place object, JsonMap old) {
        var status = object.in("status");
        ConditionRules.check(status);
        var claims = object.map("spec").list(CLAIMS);
        var key = "resourceClaimStatuses";
        status.each(key, claim -> {
            var name = claim.text("name");
            if (claims.maps().noneMatch(it -> it.string("name").equals(name))) {
                claim.invalid("name", name, "must match the name of an entry in `spec.resourceClaims`");
            }
        });
        var before = old.map("status");
        if (Declared.same(status, key, before) || !Declared.fits(status, key, MAX_CLAIMS)) {
            return;
        }
        Declared.distinct(status, key, "name", "PodGroupResourceClaimStatus");
        status.each(key, claim -> {
            var was = Declared.named(before, key, "name", claim.text("name"));
            if (claim.has("resourceClaimName") && !Declared.same(claim, "resourceClaimName", was)) {
                claim.named("resourceClaimName", Naming.DECLARED_SUBDOMAIN);
            }
        });
    }
}
