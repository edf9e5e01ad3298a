package dev.jibe.controllers.certificates;

import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What certificate signing requests ask for, and whether it is what their signer signs. */
final class Requests {
    static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
    static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
    static final String LEGACY = "kubernetes.io/legacy-unknown";
    static final Set<String> OURS = Set.of(CLIENT, KUBELET_CLIENT, KUBELET_SERVING, LEGACY);

    private static final String NODES = "system:nodes";
    private static final String NOT_OF_NODES = "subject organization is not system:nodes";
    private static final String NOT_A_NODE = "subject common name does not begin with system:node:";
    private static final String EMAILS = "Email subjectAltNames are not allowed";
    private static final String URIS = "URI subjectAltNames are not allowed";
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
            case KUBELET_CLIENT -> kubeletClientFault(content, usages);
            case KUBELET_SERVING -> kubeletServingFault(content, usages);
            case CLIENT -> clientFault(request.spec().usages());
            default -> Optional.empty();
        };
    }

    private static Optional<String> clientFault(List<String> usages) {
        for (var usage : usages) {
            if (!usage.equals("client auth") && !KEY_USES.contains(usage)) {
                return Optional.of("invalid usage for client certificate: " + usage);
            }
        }
        return usages.contains("client auth")
                ? Optional.empty()
                : Optional.of("missing required usage for client certificate: client auth");
    }

    private static Optional<String> kubeletClientFault(CertificateRequest content, Set<String> usages) {
        if (!isOfNodes(content)) {
            return Optional.of(NOT_OF_NODES);
        }
        if (!content.altNames().dnsNames().isEmpty()) {
            return Optional.of("DNS subjectAltNames are not allowed");
        }
        if (!content.altNames().emails().isEmpty()) {
            return Optional.of(EMAILS);
        }
        if (!content.altNames().ipAddresses().isEmpty()) {
            return Optional.of("IP subjectAltNames are not allowed");
        }
        if (!content.altNames().uris().isEmpty()) {
            return Optional.of(URIS);
        }
        return isNode(content) ? usagesFault(usages, "client auth") : Optional.of(NOT_A_NODE);
    }

    private static Optional<String> kubeletServingFault(CertificateRequest content, Set<String> usages) {
        if (!isOfNodes(content)) {
            return Optional.of(NOT_OF_NODES);
        }
        if (content.altNames().dnsNames().isEmpty()
                && content.altNames().ipAddresses().isEmpty()) {
            return Optional.of("DNS or IP subjectAltName is required");
        }
        if (!content.altNames().emails().isEmpty()) {
            return Optional.of(EMAILS);
        }
        if (!content.altNames().uris().isEmpty()) {
            return Optional.of(URIS);
        }
        return usagesFault(usages, "server auth")
                .or(() -> isNode(content) ? Optional.empty() : Optional.of(NOT_A_NODE));
    }

    private static boolean isOfNodes(CertificateRequest content) {
        return content.subject().organizations().equals(List.of(NODES));
    }

    private static boolean isNode(CertificateRequest content) {
        return content.subject().commonName().startsWith(ServingPlan.USER_PREFIX);
    }

    /** There must be the use and {@code digital signature}, with or without {@code key encipherment}. */
    private static Optional<String> usagesFault(Set<String> usages, String use) {
        boolean isRight = usages.contains("digital signature")
                && usages.contains(use)
                && usages.stream().allMatch(it -> it.equals(use) || KEY_USES.contains(it));
        var sorted = new TreeSet<>(KEY_USES);
        sorted.add(use);
        return isRight ? Optional.empty() : Optional.of("usages did not match [" + String.join(" ", sorted) + "]");
    }
}
