package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.PublicKeyInfo;
import dev.jibe.wire.tls.UnverifiedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Requests of nodes for the certificates of their pods.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests">Pod
 * certificate requests</a> and KEP-4317.
 */
final class PodCertificateRules {

    static final int MAX_CHAIN_BYTES = 100 << 10;

    private static final int MAX_KEY_BYTES = 10 << 10;
    private static final int MAX_UID = 128;
    private static final int MIN_SECONDS = 60 * 60;
    private static final int DAY_SECONDS = 24 * 60 * 60;
    private static final int MAX_SECONDS = 91 * DAY_SECONDS;
    private static final int MAX_ANNOTATIONS_BYTES = 256 << 10;
    private static final List<Integer> RSA_BITS = List.of(3072, 4096);
    private static final String UNKNOWN_KEY = "unknown public key type; supported types are Ed25519, ECDSA, and RSA";

    private PodCertificateRules() {}

    static void create(Place object) {
        var spec = object.in("spec");
        CertificateRules.signer(spec, "signerName");
        annotations(spec, "unverifiedUserAnnotations");
        for (var who : List.of("pod", "serviceAccount", "node")) {
            spec.named(who + "Name", Naming.SUBDOMAIN);
            var uid = spec.text(who + "UID");
            if (uid.isEmpty()) {
                spec.invalid(who + "UID", uid, "must not be empty");
            } else if (uid.length() > MAX_UID) {
                spec.tooLong(who + "UID", MAX_UID);
            }
        }
        if (!spec.has("maxExpirationSeconds")) {
            spec.required("maxExpirationSeconds", "must be set");
            return;
        }
        long seconds = spec.number("maxExpirationSeconds");
        int most = maxSeconds(spec.text("signerName"));
        if (seconds < MIN_SECONDS || seconds > most) {
            spec.invalid("maxExpirationSeconds", seconds, "must be in the range [" + MIN_SECONDS + ", " + most + "]");
        }
        boolean request = !spec.isEmpty("stubPKCS10Request");
        boolean key = !spec.isEmpty("pkixPublicKey");
        boolean proof = !spec.isEmpty("proofOfPossession");
        if (request && !key && !proof) {
            request(spec);
        } else if (!request && key && proof) {
            key(spec);
        } else {
            spec.invalidUnseen(
                    "", "exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set");
        }
    }

    /** How long certificates of a signer may live: those of Kubernetes' own for a day. */
    static int maxSeconds(String signer) {
        var domain = signer.indexOf('/') < 0 ? signer : signer.substring(0, signer.indexOf('/'));
        return domain.equals("kubernetes.io") || domain.endsWith(".kubernetes.io") ? DAY_SECONDS : MAX_SECONDS;
    }

    /** What the user of a signer wants it to know. */
    static void annotations(Place place, String key) {
        var annotations = place.map(key);
        long total = 0;
        for (int i = 0; i < annotations.size(); i++) {
            var name = annotations.keyAt(i);
            total += name.length() + annotations.string(name).getBytes(StandardCharsets.UTF_8).length;
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.isEmpty()) {
                place.required(key);
                continue;
            }
            var wrong = Formats.qualifiedName(lower);
            place.invalid(key, lower, wrong);
            if (wrong.isEmpty() && lower.indexOf('/') < 0) {
                place.invalid(key, lower, "must be a domain-prefixed key (such as \"acme.io/foo\")");
            }
        }
        if (total > MAX_ANNOTATIONS_BYTES) {
            place.tooLong(key, MAX_ANNOTATIONS_BYTES);
        }
    }

    private static byte[] bytes(Place spec, String key) {
        return Base64.getMimeDecoder().decode(spec.text(key));
    }

    private static void key(Place spec) {
        for (var field : List.of("pkixPublicKey", "proofOfPossession")) {
            if (bytes(spec, field).length > MAX_KEY_BYTES) {
                spec.tooLong(field, MAX_KEY_BYTES);
                return;
            }
        }
        PublicKeyInfo key;
        try {
            key = PublicKeyInfo.parse(bytes(spec, "pkixPublicKey"));
        } catch (WireException e) {
            spec.invalid("pkixPublicKey", spec.get("pkixPublicKey"), "must be a valid PKIX-serialized public key");
            return;
        }
        if (key.type() == PublicKeyInfo.Type.OTHER) {
            spec.invalid("pkixPublicKey", spec.get("pkixPublicKey"), UNKNOWN_KEY);
        } else if (isSupported(spec, "pkixPublicKey", key, "P256 or P384")) {
            var uid = spec.text("podUID").getBytes(StandardCharsets.UTF_8);
            if (!key.proves(uid, bytes(spec, "proofOfPossession"))) {
                spec.invalidUnseen("proofOfPossession", "could not verify proof-of-possession signature");
            }
        }
    }

    private static void request(Place spec) {
        var field = "stubPKCS10Request";
        if (bytes(spec, field).length > MAX_KEY_BYTES) {
            spec.tooLong(field, MAX_KEY_BYTES);
            return;
        }
        UnverifiedRequest request;
        try {
            request = UnverifiedRequest.parse(bytes(spec, field));
        } catch (WireException e) {
            spec.invalidUnseen(field, "must be a valid PKCS#10 CSR");
            return;
        }
        if (request.key().type() == PublicKeyInfo.Type.OTHER) {
            spec.invalidUnseen(field, UNKNOWN_KEY);
        } else if (isSupported(spec, field, request.key(), "P256, P384, or P521") && !request.isSigned()) {
            spec.invalidUnseen(field, "invalid signature");
        }
    }

    private static boolean isSupported(Place spec, String field, PublicKeyInfo key, String curves) {
        if (key.type() == PublicKeyInfo.Type.ECDSA && key.key() == null) {
            spec.invalid(field, "curve " + key.curve(), "elliptic public keys must use curve " + curves);
            return false;
        }
        if (key.type() == PublicKeyInfo.Type.RSA && !RSA_BITS.contains(key.bits())) {
            spec.invalid(field, key.bits() + "-bit modulus", "RSA keys must have modulus size 3072 or 4096");
            return false;
        }
        return true;
    }

    static void same(Place object, JsonMap old) {
        if (!object.map("spec").equals(old.map("spec"))) {
            object.invalid("spec", GoStructs.text("PodCertificateSpec", object.map("spec")), "field is immutable");
        }
    }
}
