package dev.jibe.controllers.certificates;

import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What certificate signing requests ask for, and whether it is what their signer signs. */
final class Requests {
    static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
    static final String LEGACY = "kubernetes.io/legacy-unknown";
    static final Set<String> OURS = Set.of(CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY);

    private static final String NODES = "system:nodes";
    private static final Set<String> KEY_USES = Set.of("key encipherment", "digital signature");

    private Requests() {}

    static boolean has(CertificateSigningRequest request, String condition) {
        return request.status().conditions().stream().anyMatch(it -> it.type().equals(condition));
    }

    static boolean isDecided(CertificateSigningRequest request) {
        return has(request, "Approved") || has(request, "Denied");
    }

    static boolean isIssued(CertificateSigningRequest request) {
        return request.status().hasCertificate();
    }

    static CertificateRequest parse(CertificateSigningRequest request) throws WireException {
        return CertificateRequest.ofPem(new String(request.spec().request(), StandardCharsets.UTF_8));
    }

    /** What is wrong with the request for its signer; nothing if it may be signed. */
    static Optional<String> fault(CertificateSigningRequest request, CertificateRequest content) {
        var usages = Set.copyOf(request.spec().usages());
        return switch (request.spec().signerName()) {
            case KUBELET_CLIENT -> kubeletFault(content).or(() -> kubeletClientFault(content, usages));
            case KUBELET_SERVING -> kubeletFault(content).or(() -> kubeletServingFault(content, usages));
            case CLIENT ->
                only(usages, "client auth")
                        ? Optional.empty()
                        : Optional.of("usages did not match " + List.of("client auth", "digital signature"));
            default -> Optional.empty();
        };
    }

    private static Optional<String> kubeletFault(CertificateRequest content) {
        if (!content.subject().organizations().equals(List.of(NODES))) {
            return Optional.of("subject organization is not system:nodes");
        }
        if (!content.subject().commonName().startsWith(ServingPlan.USER_PREFIX)) {
            return Optional.of("subject common name does not begin with system:node:");
        }
        if (!content.altNames().emails().isEmpty()) {
            return Optional.of("Email subjectAltNames are not allowed");
        }
        return content.altNames().uris().isEmpty()
                ? Optional.empty()
                : Optional.of("URI subjectAltNames are not allowed");
    }

    private static Optional<String> kubeletClientFault(CertificateRequest content, Set<String> usages) {
        if (!content.altNames().dnsNames().isEmpty()) {
            return Optional.of("DNS subjectAltNames are not allowed");
        }
        if (!content.altNames().ipAddresses().isEmpty()) {
            return Optional.of("IP subjectAltNames are not allowed");
        }
        return isExactly(usages, "client auth") ? Optional.empty() : Optional.of("usages did not match");
    }

    private static Optional<String> kubeletServingFault(CertificateRequest content, Set<String> usages) {
        if (content.altNames().dnsNames().isEmpty()
                && content.altNames().ipAddresses().isEmpty()) {
            return Optional.of("DNS or IP subjectAltName is required");
        }
        return isExactly(usages, "server auth") ? Optional.empty() : Optional.of("usages did not match");
    }

    /** The use and {@code digital signature}, with or without {@code key encipherment}. */
    private static boolean isExactly(Set<String> usages, String use) {
        return usages.contains("digital signature") && only(usages, use);
    }

    private static boolean only(Set<String> usages, String use) {
        return usages.contains(use) && usages.stream().allMatch(it -> it.equals(use) || KEY_USES.contains(it));
    }
}
