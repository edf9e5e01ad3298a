package dev.jibe.controllers.certificates;

import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.client.queue.Controller;
import dev.jibe.client.queue.Outcome;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequestCondition;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequestStatus;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.CertificateAuthority;
import dev.jibe.wire.tls.CertificateRequest;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.KeyPurpose;
import dev.jibe.wire.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;

/** Signs approved requests with the cluster's authority. */
public final class SigningController {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private final Resource<CertificateSigningRequest> requests;
    private final Informer<CertificateSigningRequest> cache;
    private final CertificateAuthority authority;
    private final Clock clock;

    private SigningController(Surroundings surroundings, CertificateAuthority authority) {
        requests = surroundings.client().of(CertificateSigningRequest.KIND);
        cache = surroundings.informer(CertificateSigningRequest.KIND);
        this.authority = authority;
        clock = surroundings.clock();
    }

    public static Controller start(Surroundings surroundings, CertificateAuthority authority) {
        var shell = new SigningController(surroundings, authority);
        return surroundings.running(surroundings
                .controller("certificate_csrsigning")
                .on(shell.cache)
                .start(shell::reconcile));
    }

    private Outcome reconcile(Key key, Fence fence) {
        var found = cache.cache().get(key);
        if (found.isEmpty() || !isToBeSigned(found.get())) {
            return Outcome.DONE;
        }
        var request = found.get();
        fence.wrote(cache, requests.updateStatus(request.withStatus(signed(request))));
        return Outcome.DONE;
    }

    private static boolean isToBeSigned(CertificateSigningRequest request) {
        return Requests.OURS.contains(request.spec().signerName())
                && Requests.has(request, "Approved")
                && !Requests.has(request, "Denied")
                && !Requests.has(request, "Failed")
                && !Requests.isIssued(request);
    }

    private CertificateSigningRequestStatus signed(CertificateSigningRequest request) {
        try {
            var content = Requests.parse(request);
            var fault = Requests.fault(request, content);
            if (fault.isPresent()) {
                return failed(request, "SignerValidationFailure", fault.get());
            }
            var certificate = authority.sign(content.publicKey(), spec(request, content));
            var pem = Pem.write(certificate).getBytes(StandardCharsets.US_ASCII);
            return request.status().withCertificate(pem);
        } catch (WireException malformed) {
            var text = "unable to parse csr \"" + request.name() + "\": " + malformed.getMessage();
            return failed(request, "SignerValidationFailure", text);
        }
    }

    private CertificateSpec spec(CertificateSigningRequest request, CertificateRequest content) {
        var purposes = EnumSet.noneOf(KeyPurpose.class);
        if (request.spec().usages().contains("client auth")) {
            purposes.add(KeyPurpose.CLIENT_AUTH);
        }
        if (request.spec().usages().contains("server auth")) {
            purposes.add(KeyPurpose.SERVER_AUTH);
        }
        var validity = LONGEST;
        if (request.spec().hasExpirationSeconds()) {
            var asked = Duration.ofSeconds(request.spec().expirationSeconds());
            validity = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
            validity = validity.compareTo(SHORTEST) < 0 ? SHORTEST : validity;
        }
        var from = clock.now().minus(BACKDATED);
        return new CertificateSpec(
                content.subject(),
                content.altNames(),
                purposes,
                from,
                clock.now().plus(validity));
    }

    private CertificateSigningRequestStatus failed(CertificateSigningRequest request, String reason, String message) {
        var conditions = new ArrayList<>(request.status().conditions());
        conditions.add(CertificateSigningRequestCondition.EMPTY
                .withType("Failed")
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(clock.now())
                .withLastTransitionTime(clock.now()));
        return request.status().withConditions(conditions);
    }
}
