package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.META;
import static dev.jibe.server.registry.validation.Kind.META_UPDATE;
import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import dev.jibe.object.JsonMap;
import java.util.Map;

/** Devices, their classes, and claims on them. */
final class DeviceKinds {

    static final Map<String, Kind> KINDS = Map.of(
            "deviceclasses.resource.k8s.io",
            new Kind(
                    Naming.DECLARED_SUBDOMAIN,
                    steps(META, rule(DeviceRules::deviceClass)),
                    steps(META, META_UPDATE, rule(DeviceRules::deviceClass))),
            "resourceclaims.resource.k8s.io",
            new Kind(SUBDOMAIN, steps(META, rule(DeviceRules::claim)), steps(META, META_UPDATE, DeviceKinds::sameClaim))
                    .withStatus(META_UPDATE, DeviceClaimStatus::check),
            "resourceclaimtemplates.resource.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(DeviceRules::template)),
                    steps(META, rule(DeviceRules::template), META_UPDATE, DeviceKinds::sameTemplate)),
            "devicetaintrules.resource.k8s.io",
            new Kind(SUBDOMAIN, steps(META, DeviceRules::taintRule), steps(META_UPDATE, DeviceRules::taintRule))
                    .withStatus(META_UPDATE, DeviceKinds::ruleStatus),
            "resourcepoolstatusrequests.resource.k8s.io",
            new Kind(SUBDOMAIN, steps(META, PoolStatusRules::check), steps(META_UPDATE, PoolStatusRules::check))
                    .withStatus(META_UPDATE, PoolStatusRules::status),
            "resourceslices.resource.k8s.io",
            new Kind(
                    SUBDOMAIN,
                    steps(META, rule(SliceRules::source), SliceRules::contents),
                    steps(META_UPDATE, rule(SliceRules::source), SliceRules::same, SliceRules::contents)));

    private static final int MAX_CONDITIONS = 8;

    private DeviceKinds() {}

    private static void ruleStatus(Place object, JsonMap old) {
        ConditionRules.check(object.in("status"));
        DeviceRules.fits(object.in("status"), "conditions", MAX_CONDITIONS);
    }

    private static void sameClaim(Place object, JsonMap old) {
        if (!object.map("spec").equals(old.map("spec"))) {
            object.invalid("spec", GoStructs.text("ClaimDevices", object.map("spec")), "field is immutable");
        }
    }

    private static void sameTemplate(Place object, JsonMap old) {
        if (!object.map("spec").equals(old.map("spec"))) {
            object.invalid("spec", GoStructs.text("ClaimTemplateSpec", object.map("spec")), "field is immutable");
        }
    }
}
