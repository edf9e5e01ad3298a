package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Semantic;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.PublicKeyInfo;
import dev.jibe.wire.tls.UnverifiedRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What signers say about requests for the certificates of pods: once, and for good (KEP-4317). */
final class IssuedCertificateRules {

    private static final String CHAIN = "certificateChain";
    private static final List<String> WORDS = List.of("Issued", "Denied", "Failed");
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration MARGIN = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Pattern ADDRESS =
            Pattern.compile("(.*<)?[^\\s@<>()\\[\\]:;,\\\\]+@[^\\s@<>()\\[\\]:;,\\\\]+>?");

    private IssuedCertificateRules() {}

    /** After the first step that finds something the others are not gone. */
    static void status(Place object, JsonMap old) {
        var report = object.report();
        if (report.count() > 0) {
            return;
        }
        var status = object.in("status");
        conditions(status);
        ConditionRules.check(status);
        if (report.count() > 0) {
            return;
        }
        var before = old.map("status");
        if (WORDS.stream().anyMatch(word -> says(before, word))) {
            unchanged(object, before, "immutable after PodCertificateRequest is issued, denied, or failed");
        } else if (says(status.map(), "Denied") || says(status.map(), "Failed")) {
            unchanged(
                    object,
                    JsonMap.of("conditions", status.list("conditions")),
                    "non-condition status fields must be empty when denying or failing the PodCertificateRequest");
        } else if (says(status.map(), "Issued")) {
            issued(status, old.map("spec"));
        } else {
            unchanged(
                    object,
                    before,
                    "status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\"");
        }
    }

    private static void conditions(Place status) {
        int known = 0;
        var conditions = status.list("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            // Upstream writes the place of a condition in this way.
            var at = "conditions.[" + i + "].";
            var type = conditions.map(i).string("type");
            if (!WORDS.contains(type)) {
                status.unsupported(at + "type", type, WORDS);
                continue;
            }
            if (++known > 1) {
                status.invalid(
                        at + "type",
                        type,
                        "There may be at most one condition with type \"Issued\", \"Denied\", or \"Failed\"");
            }
            var truth = conditions.map(i).string("status");
            if (!truth.equals("True")) {
                status.unsupported(at + "status", truth, List.of("True"));
            }
        }
    }

    private static boolean says(JsonMap status, String word) {
        return status.list("conditions")
                .maps()
                .anyMatch(it ->
                        it.string("type").equals(word) && it.string("status").equals("True"));
    }

    private static void unchanged(Place object, JsonMap wanted, String detail) {
        if (!Semantic.equal(object.map("status"), wanted)) {
            object.invalidUnseen("status", detail);
        }
    }

    private static void issued(Place status, JsonMap spec) {
        var chain = status.text(CHAIN);
        if (chain.length() > PodCertificateRules.MAX_CHAIN_BYTES) {
            status.tooLong(CHAIN, PodCertificateRules.MAX_CHAIN_BYTES);
            return;
        }
        var blocks = PemBlocks.of(chain);
        if (blocks.isEmpty()) {
            status.invalid(CHAIN, chain, "issued certificate chain must contain at least one certificate");
            return;
        }
        if (!blocks.getFirst().type().equals("CERTIFICATE")) {
            status.invalid(CHAIN, chain, "issued certificate chain must consist entirely of CERTIFICATE PEM blocks");
            return;
        }
        var leaf = certificate(blocks.getFirst());
        if (leaf == null) {
            status.invalid(CHAIN, chain, "leaf certificate does not parse as valid X.509");
            return;
        }
        names(status, leaf);
        if (!isForKey(status, leaf, spec)) {
            return;
        }
        if (times(status, leaf, spec.number("maxExpirationSeconds"))) {
            others(status, blocks.subList(1, blocks.size()));
        }
    }

    private static @Nullable X509Certificate certificate(PemBlocks block) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException e) {
            return null;
        }
    }

    private static void names(Place status, X509Certificate leaf) {
        AltNames names;
        try {
            names = AltNames.of(leaf);
        } catch (WireException e) {
            status.invalid(CHAIN, status.text(CHAIN), "leaf certificate does not parse as valid X.509");
            return;
        }
        for (var name : names.dnsNames()) {
            if (name.isEmpty()) {
                status.invalid(CHAIN, name, "leaf certificate should not contain empty DNSName");
            }
            if (name.contains("..")) {
                status.invalid(CHAIN, name, "leaf certificate's DNSName should not contain '..'");
            }
            if (name.startsWith(".") || name.endsWith(".")) {
                status.invalid(CHAIN, name, "leaf certificate's DNSName should not start or end with '.'");
            }
        }
        for (var address : names.emails()) {
            if (!ADDRESS.matcher(address).matches()) {
                status.invalid(CHAIN, address, "leaf certificate should not contain invalid EmailAddress");
            }
        }
    }

    private static boolean isForKey(Place status, X509Certificate leaf, JsonMap spec) {
        PublicKeyInfo wanted;
        var request = spec.string("stubPKCS10Request");
        try {
            var decoder = Base64.getMimeDecoder();
            wanted = request.isEmpty()
                    ? PublicKeyInfo.parse(
                            decoder.decode(spec.string("pkixPublicKey").getBytes(StandardCharsets.US_ASCII)))
                    : UnverifiedRequest.parse(decoder.decode(request)).key();
        } catch (WireException e) {
            var object = status.root().in("spec");
            if (request.isEmpty()) {
                object.invalidUnseen("pkixPublicKey", "must be a valid PKIX-serialized public key");
            } else {
                object.invalidUnseen("stubPKCS10Request", "must be a valid PKCS#10 CSR");
            }
            return false;
        }
        boolean same = wanted.isSame(leaf.getPublicKey());
        if (!same) {
            status.invalid(CHAIN, status.text(CHAIN), "leaf certificate was not issued to the requested public key");
        }
        return same;
    }

    /** Whether all that is said of times is there, fits the certificate, and is within limits. */
    private static boolean times(Place status, X509Certificate leaf, long maxSeconds) {
        int before = status.report().count();
        for (var key : List.of("notBefore", "notAfter")) {
            if (status.text(key).isEmpty()) {
                status.required(key, "must be present and consistent with the issued certificate");
            }
        }
        if (status.text("beginRefreshAt").isEmpty()) {
            status.required("beginRefreshAt", "must be present and in the range [notbefore+10min, notafter-10min]");
        }
        if (status.report().count() > before || before > 0) {
            return false;
        }
        var start = leaf.getNotBefore().toInstant();
        var end = leaf.getNotAfter().toInstant();
        var wrong = wrongTime(status, start, end);
        if (!wrong.detail().isEmpty()) {
            status.invalid(wrong.field(), status.text(wrong.field()), wrong.detail());
            return false;
        }
        var lifetime = Duration.between(start, end);
        if (lifetime.compareTo(SHORTEST) < 0) {
            status.invalid(CHAIN, lifetime.toNanos(), "leaf certificate lifetime must be >= 1 hour");
            return false;
        }
        if (lifetime.toSeconds() > maxSeconds) {
            status.invalid(
                    CHAIN,
                    lifetime.toNanos(),
                    "leaf certificate lifetime must be <= spec.maxExpirationSeconds (" + maxSeconds + ")");
            return false;
        }
        return isRefreshed(status, start, end);
    }

    private record Wrong(String field, String detail) {}

    private static Wrong wrongTime(Place status, Instant start, Instant end) {
        var now = status.report().now();
        if (!Instant.parse(status.text("notBefore")).equals(start)) {
            return new Wrong("notBefore", "must be set to the NotBefore time encoded in the leaf certificate");
        }
        if (Duration.between(start, now).abs().compareTo(SKEW) >= 0) {
            return new Wrong("notBefore", "must be set to within 5 minutes of kube-apiserver's current time");
        }
        if (!Instant.parse(status.text("notAfter")).equals(end)) {
            return new Wrong("notAfter", "must be set to the NotAfter time encoded in the leaf certificate");
        }
        return new Wrong("", "");
    }

    private static boolean isRefreshed(Place status, Instant start, Instant end) {
        var refresh = Instant.parse(status.text("beginRefreshAt"));
        if (refresh.isBefore(start.plus(MARGIN))) {
            status.invalid(
                    "beginRefreshAt",
                    status.text("beginRefreshAt"),
                    "must be at least 10 minutes after status.notBefore");
            return false;
        }
        if (refresh.isAfter(end.minus(MARGIN))) {
            status.invalid(
                    "beginRefreshAt",
                    status.text("beginRefreshAt"),
                    "must be at least 10 minutes before status.notAfter");
            return false;
        }
        return true;
    }

    private static void others(Place status, List<PemBlocks> blocks) {
        for (var block : blocks) {
            if (!block.type().equals("CERTIFICATE")) {
                status.invalid(
                        CHAIN,
                        status.text(CHAIN),
                        "issued certificate chain must consist entirely of CERTFICATE PEM blocks");
                return;
            }
            if (certificate(block) == null) {
                status.invalid(CHAIN, status.text(CHAIN), "intermediate certificate does not parse as valid X.509");
                return;
            }
        }
    }
}
