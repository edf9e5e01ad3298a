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

    private static boolean isRequest(String base64) {
        try {
            var pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
            return pem.contains("-----BEGIN CERTIFICATE REQUEST-----")
                    && pem.contains("-----END CERTIFICATE REQUEST-----");
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
        for (var label : labels) {
            Naming.LABEL
                    .wrong(label, false)
                    .forEach(why -> place.invalid(key, domain, "validating label \"" + label + "\": " + why));
        }
        if (labels.length < 2) {
            place.invalid(key, domain, "should be a domain with at least two segments separated by dots");
        }
        for (var label : path.split("\\.", -1)) {
            Naming.SUBDOMAIN
                    .wrong(label, false)
                    .forEach(why -> place.invalid(key, path, "validating label \"" + label + "\": " + why));
        }
        if (path.length() > MAX_PATH) {
            place.tooLong(key, MAX_PATH);
        }
    }

    static void bundle(Place object) {
        var spec = object.in("spec");
        if (!spec.text("signerName").isEmpty()) {
            signer(spec, "signerName");
        }
        if (spec.text("trustBundle").isEmpty()) {
            spec.invalid("trustBundle", "<value omitted>", "at least one trust anchor must be provided");
        }
    }

    static void sameSigner(Place object, JsonMap old) {
        object.in("spec").immutable("signerName", old.map("spec"));
    }
}
