package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.FieldError;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.UnverifiedRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Requests for certificates, and trust in those who sign.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificates</a>.
 */
final class CertificateRules {

    private static final List<String> USAGES = List.of(
            "any",
            "cert sign",
            "client auth",
            "code signing",
            "content commitment",
            "crl sign",
            "data encipherment",
            "decipher only",
            "digital signature",
            "email protection",
            "encipher only",
            "ipsec end system",
            "ipsec tunnel",
            "ipsec user",
            "key agreement",
            "key encipherment",
            "microsoft sgc",
            "netscape sgc",
            "ocsp signing",
            "s/mime",
            "server auth",
            "signing",
            "timestamping");
    private static final List<String> FINAL = List.of("Approved", "Denied", "Failed");
    private static final List<String> DECISIONS = List.of("Approved", "Denied");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final int MIN_SECONDS = 600;
    private static final int MAX_DOMAIN = 253;
    private static final int MAX_PATH = 63 + 253 + 1;

    private CertificateRules() {}

    static void request(Place object) {
        var spec = object.in("spec");
        var wrong = wrongRequest(spec.text("request"));
        if (!wrong.isEmpty()) {
            spec.invalid("request", spec.get("request"), wrong);
        }
        if (spec.list("usages").isEmpty()) {
            spec.required("usages");
        }
        spec.eachText("usages", (at, usage) -> {
            if (!USAGES.contains(usage)) {
                spec.unsupported(at, usage, USAGES);
            }
        });
        Set<String> seen = new HashSet<>();
        spec.eachText("usages", (at, usage) -> {
            if (!seen.add(usage)) {
                spec.duplicate(at, usage);
            }
        });
        if (spec.text("signerName").equals("kubernetes.io/legacy-unknown")) {
            spec.invalid(
                    "signerName",
                    "kubernetes.io/legacy-unknown",
                    "the legacy signerName is not allowed via this API version");
        } else {
            signer(spec, "signerName");
        }
        if (spec.has("expirationSeconds") && spec.number("expirationSeconds") < MIN_SECONDS) {
            spec.invalid(
                    "expirationSeconds",
                    spec.number("expirationSeconds"),
                    "may not specify a duration less than 600 seconds (10 minutes)");
        }
    }

    /** What may be said about a request, and not taken back. */
    static void status(Place object, JsonMap old, boolean approval) {
        var status = object.in("status");
        var before = old.map("status");
        conditions(status, before);
        var issued = before.string("certificate");
        var certificate = status.text("certificate");
        if (!certificate.equals(issued) && wrongCertificate(issued).isEmpty()) {
            var wrong = wrongCertificate(certificate);
            if (!wrong.isEmpty()) {
                status.invalid("certificate", "<certificate data>", wrong);
            }
        }
        for (var type : FINAL) {
            if (count(status.map(), type) < count(before, type)) {
                status.forbidden("conditions", "updates may not remove a condition of type \"" + type + "\"");
            }
        }
        for (var type : DECISIONS) {
            if (!approval && count(status.map(), type) > count(before, type)) {
                status.forbidden("conditions", "updates may not add a condition of type \"" + type + "\"");
            }
        }
        if (!issued.isEmpty() && !issued.equals(certificate)) {
            status.forbidden("certificate", "updates may not modify existing certificate content");
        }
    }

    /** What was wrong before may stay so. */
    private static void conditions(Place status, JsonMap before) {
        boolean both = DECISIONS.stream().allMatch(type -> count(before, type) > 0);
        boolean doubled = before.list("conditions")
                        .maps()
                        .map(it -> it.string("type"))
                        .distinct()
                        .count()
                < before.list("conditions").size();
        Set<String> seen = new HashSet<>();
        status.each("conditions", condition -> {
            var type = condition.text("type");
            if (count(before, "") == 0) {
                condition.need("type");
            }
            if (condition.text("status").isEmpty()) {
                condition.required("status");
            } else {
                condition.oneOf("status", FINAL.contains(type) ? List.of("True") : STATUSES);
            }
            boolean isNew = seen.add(type);
            if (!both && DECISIONS.contains(type) && seen.containsAll(DECISIONS)) {
                status.invalid("conditions", type, "Approved and Denied conditions are mutually exclusive");
            }
            if (!isNew && !doubled) {
                condition.duplicate("type", type);
            }
        });
    }

    private static long count(JsonMap status, String type) {
        return status.list("conditions")
                .maps()
                .filter(condition -> condition.string("type").equals(type))
                .count();
    }

    private static String wrongCertificate(String base64) {
        if (base64.isEmpty()) {
            return "";
        }
        var blocks = PemBlocks.of(text(base64));
        for (var block : blocks) {
            if (!block.type().equals("CERTIFICATE")) {
                return "only CERTIFICATE PEM blocks are allowed, found " + FieldError.quoted(block.type());
            }
            if (block.hasHeaders()) {
                return "no PEM block headers are permitted";
            }
            try {
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.content()));
            } catch (CertificateException e) {
                return "x509: malformed certificate";
            }
        }
        return blocks.isEmpty() ? "must contain at least one CERTIFICATE PEM block" : "";
    }

    private static String wrongRequest(String base64) {
        var blocks = PemBlocks.of(text(base64));
        if (blocks.isEmpty() || !blocks.getFirst().type().equals("CERTIFICATE REQUEST")) {
            return "PEM block type must be CERTIFICATE REQUEST";
        }
        try {
            var request = UnverifiedRequest.parse(blocks.getFirst().content());
            return request.isSigned() ? "" : unsigned(request);
        } catch (WireException e) {
            return "asn1: structure error: " + e.getMessage();
        }
    }

    private static String unsigned(UnverifiedRequest request) {
        var key = request.key().key();
        return switch (key == null ? "" : key.getAlgorithm()) {
            case "RSA" -> "crypto/rsa: verification error";
            case "EC" -> "x509: ECDSA verification failure";
            case "EdDSA", "Ed25519" -> "x509: Ed25519 verification failure";
            default -> "x509: cannot verify signature: algorithm unimplemented";
        };
    }

    private static String text(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    static void signer(Place place, String key) {
        var name = place.text(key);
        if (name.isEmpty()) {
            place.required(key);
            return;
        }
        int slash = name.indexOf('/');
        if (slash < 0 || name.indexOf('/', slash + 1) >= 0) {
            place.invalid(key, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        var domain = name.substring(0, slash);
        var path = name.substring(slash + 1);
        if (domain.length() > MAX_DOMAIN) {
            place.tooLong(key, MAX_DOMAIN);
        }
        var labels = domain.split("\\.", -1);
        firstWrong(place, key, domain, Naming.LABEL);
        if (labels.length < 2) {
            place.invalid(key, domain, "should be a domain with at least two segments separated by dots");
        }
        firstWrong(place, key, path, Naming.SUBDOMAIN);
        if (path.length() > MAX_PATH) {
            place.tooLong(key, MAX_PATH);
        }
    }

    /** After the first part that is wrong the others are not looked at. */
    private static void firstWrong(Place place, String key, String parts, Naming naming) {
        for (var label : parts.split("\\.", -1)) {
            var wrong = naming.wrong(label, false);
            wrong.forEach(why -> place.invalid(key, parts, "validating label \"" + label + "\": " + why));
            if (!wrong.isEmpty()) {
                return;
            }
        }
    }
}
