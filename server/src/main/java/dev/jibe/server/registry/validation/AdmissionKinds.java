package dev.jibe.server.registry.validation;

import static dev.jibe.server.registry.validation.Kind.rule;
import static dev.jibe.server.registry.validation.Kind.steps;
import static dev.jibe.server.registry.validation.Naming.SUBDOMAIN;

import java.util.Map;
import java.util.function.Consumer;

/** What looks at requests: webhooks, policies and their bindings. */
final class AdmissionKinds {

    private static final String GROUP = ".admissionregistration.k8s.io";

    static final Map<String, Kind> KINDS = Map.of(
            "validatingwebhookconfigurations" + GROUP,
            kind(WebhookRules::configuration),
            "mutatingwebhookconfigurations" + GROUP,
            kind(WebhookRules::configuration),
            "validatingadmissionpolicies" + GROUP,
            kind(PolicyRules::validating).withStatus(rule(StatusRules::policy)),
            "mutatingadmissionpolicies" + GROUP,
            kind(PolicyRules::mutating),
            "validatingadmissionpolicybindings" + GROUP,
            kind(PolicyRules::validatingBinding),
            "mutatingadmissionpolicybindings" + GROUP,
            kind(PolicyRules::mutatingBinding));

    private AdmissionKinds() {}

    /** The metadata is looked at as that of any object: finalizers need not be known. */
    private static Kind kind(Consumer<Place> rule) {
        Kind.Step meta = (object, old) -> MetaRules.general(object, SUBDOMAIN);
        return new Kind(SUBDOMAIN, steps(meta, rule(rule)), steps(meta, rule(rule)));
    }
}
