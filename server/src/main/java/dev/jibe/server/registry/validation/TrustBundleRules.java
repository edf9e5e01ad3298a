package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Names;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Anchors of trust for the whole cluster.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles">Cluster
 * trust bundles</a>.
 */
final class TrustBundleRules {

    private static final int MAX_LENGTH = 1 << 20;
    private static final String OMITTED = "<value omitted>";

    private TrustBundleRules() {}

    /** What is wrong with the name of a bundle for a signer. */
    static List<String> wrongName(String signer, String name, boolean prefix) {
        if (signer.isEmpty()) {
            return name.contains(":")
                    ? List.of("ClusterTrustBundle without signer name must not have \":\" in its name")
                    : Names.wrongSubdomain(name, prefix);
        }
        var start = signer.replace('/', ':') + ":";
        return name.startsWith(start)
                ? Names.wrongSubdomain(name.substring(start.length()), prefix)
                : List.of("ClusterTrustBundle for signerName " + signer + " must be named with prefix " + start);
    }

    static void create(Place object, JsonMap none) {
        named(object);
        anchors(object.in("spec"));
    }

    static void update(Place object, JsonMap old) {
        named(object);
        var spec = object.in("spec");
        // What stays is not read again: the rules of certificates may have changed since.
        if (!spec.text("trustBundle").equals(old.map("spec").string("trustBundle"))) {
            anchors(spec);
        }
        MetaRules.update(object, old);
        spec.immutable("signerName", spec.text("signerName"), old.map("spec").string("signerName"));
    }

    private static void named(Place object) {
        var spec = object.in("spec");
        var signer = spec.text("signerName");
        MetaRules.named(object, (name, prefix) -> wrongName(signer, name, prefix));
        if (!signer.isEmpty()) {
            CertificateRules.signer(spec, "signerName");
        }
    }

    private static void anchors(Place spec) {
        var text = spec.text("trustBundle");
        if (text.length() > MAX_LENGTH) {
            spec.tooLong("trustBundle", MAX_LENGTH);
            return;
        }
        var blocks = PemBlocks.of(text);
        var places = new LinkedHashMap<ByteBuffer, List<String>>();
        boolean wrong = false;
        for (int i = 0; i < blocks.size(); i++) {
            var detail = wrong(blocks.get(i));
            if (!detail.isEmpty()) {
                spec.invalid("trustBundle", OMITTED, "entry " + i + " " + detail);
                wrong = true;
            } else {
                places.computeIfAbsent(ByteBuffer.wrap(blocks.get(i).content()), key -> new ArrayList<>())
                        .add(Integer.toString(i));
            }
        }
        if (wrong) {
            return;
        }
        if (places.isEmpty()) {
            spec.invalid("trustBundle", OMITTED, "at least one trust anchor must be provided");
        }
        for (var same : places.values()) {
            if (same.size() > 1) {
                var indices = same.stream().collect(Collectors.joining(" ", "[", "]"));
                spec.invalid("trustBundle", OMITTED, "duplicate trust anchor (indices " + indices + ")");
            }
        }
    }

    private static String wrong(PemBlocks block) {
        if (!block.type().equals("CERTIFICATE")) {
            return "has bad block type: " + block.type();
        }
        if (block.hasHeaders()) {
            return "has PEM block headers";
        }
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content()));
            return certificate.getBasicConstraints() < 0 ? "does not have the CA bit set" : "";
        } catch (CertificateException e) {
            return "does not parse as X.509";
        }
    }
}
