package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import java.nio.charset.StandardCharsets;
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
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");
    private static final int MIN_SECONDS = 600;
    private static final int MAX_DOMAIN = 253;
    private static final int MAX_PATH = 63 + 253 + 1;

    private CertificateRules() {}

    static void request(Place object) {
        var spec = object.in("spec");
        if (!isRequest(spec.text("request"))) {
            spec.invalid("request", spec.get("request"), "PEM block type must be CERTIFICATE REQUEST");
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
        conditions(status);
        var certificate = status.text("certificate");
        if (!certificate.isEmpty() && !isCertificate(certificate)) {
            status.invalid("certificate", "<certificate data>", "must contain at least one CERTIFICATE PEM block");
        }
        for (var type : FINAL) {
            boolean now = has(status.map(), type);
            boolean before = has(old.map("status"), type);
            if (before && !now) {
                status.forbidden("conditions", "updates may not remove a condition of type \"" + type + "\"");
            } else if (now && !before && !approval && !type.equals("Failed")) {
                status.forbidden("conditions", "updates may not add a condition of type \"" + type + "\"");
            }
        }
        var issued = old.map("status").string("certificate");
        if (!issued.isEmpty() && !issued.equals(certificate)) {
            status.forbidden("certificate", "updates may not modify existing certificate content");
        }
    }

    private static void conditions(Place status) {
        Set<String> seen = new HashSet<>();
        status.each("conditions", condition -> {
            var type = condition.text("type");
            condition.need("type");
            if (condition.text("status").isEmpty()) {
                condition.required("status");
            } else {
                condition.oneOf("status", FINAL.contains(type) ? List.of("True") : STATUSES);
            }
            if (!seen.add(type)) {
                condition.duplicate("type", type);
            }
            boolean both = seen.contains("Approved") && seen.contains("Denied");
            if (both && (type.equals("Approved") || type.equals("Denied"))) {
                status.invalid("conditions", type, "Approved and Denied conditions are mutually exclusive");
            }
        });
    }

    private static boolean has(JsonMap status, String type) {
        return status.list("conditions").maps().anyMatch(c -> c.string("type").equals(type));
    }

    private static boolean isCertificate(String base64) {
        return isPem(base64, "CERTIFICATE");
    }

    private static boolean isRequest(String base64) {
        return isPem(base64, "CERTIFICATE REQUEST");
    }

    private static boolean isPem(String base64, String type) {
        try {
            var pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
            return pem.contains("-----BEGIN " + type + "-----") && pem.contains("-----END " + type + "-----");
        } catch (IllegalArgumentException e) {
            return false;
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
