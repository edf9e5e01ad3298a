package dev.jibe.server.admission.matching;

import dev.jibe.server.admission.Attributes;
import java.util.Set;

/** What webhooks and policies never see, so that nobody can lock everybody out. */
public final class Exempt {

    private static final Set<String> CONFIGURATION = Set.of(
            "ValidatingWebhookConfiguration",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding");

    private static final Set<String> REVIEWS = Set.of(
            "selfsubjectreviews.authentication.k8s.io",
            "tokenreviews.authentication.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
            "localsubjectaccessreviews.authorization.k8s.io",
            "selfsubjectaccessreviews.authorization.k8s.io",
            "selfsubjectrulesreviews.authorization.k8s.io");

    private Exempt() {}

    /** The configuration of admission itself. */
    public static boolean isConfiguration(Attributes attributes) {
        return attributes.resource().info().group().equals("admissionregistration.k8s.io")
                && CONFIGURATION.contains(attributes.resource().kind());
    }

    /** Questions that are answered and not stored. */
    public static boolean isReview(Attributes attributes) {
        return REVIEWS.contains(attributes.resource().info().groupResource());
    }
}
