package dev.jibe.node.volume;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.ClusterTrustBundleProjection;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/**
 * The anchors of trust that a pod asks for: each once, whatever bundles they are in.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/storage/projected-volumes/#clustertrustbundle">clusterTrustBundle projected
 * volumes</a>.
 */
final class TrustAnchors {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private TrustAnchors() {}

    /** The content of the file that a source asks for; a {@link VolumeFailure} if there is none, and has to be. */
    static byte[] of(ClusterApi api, String volume, ClusterTrustBundleProjection source) {
        List<JsonMap> bundles;
        if (source.hasName()) {
            bundles = api.trustBundle(source.name()).stream().toList();
            if (bundles.isEmpty() && !source.optional()) {
                throw new VolumeFailure(
                        volume,
                        "while getting ClusterTrustBundle: clustertrustbundle.certificates.k8s.io \"" + source.name()
                                + "\" not found");
            }
        } else {
            bundles = source.hasLabelSelector() ? selected(api, source) : List.of();
            if (bundles.isEmpty() && !source.optional()) {
                throw new VolumeFailure(
                        volume, "combination of signerName and labelSelector matched zero ClusterTrustBundles");
            }
        }
        try {
            return normal(bundles).getBytes(StandardCharsets.UTF_8);
        } catch (WireException e) {
            throw new VolumeFailure(volume, "while normalizing trust anchors: " + e.getMessage());
        }
    }

    /** A selector that is not there selects nothing, an empty one everything. */
    private static List<JsonMap> selected(ClusterApi api, ClusterTrustBundleProjection source) {
        var selector = LabelSelector.of(source.labelSelector().tree());
        return api.trustBundles(source.signerName()).stream()
                .filter(bundle -> selector.matches(bundle.map("metadata").map("labels")))
                .toList();
    }

    /** The certificates of bundles as PEM, each once and in an order that does not depend on the bundles'. */
    static String normal(List<JsonMap> bundles) throws WireException {
        var anchors = new TreeSet<String>();
        for (var bundle : bundles) {
            for (var block : Pem.blocks(bundle.map("spec").string("trustBundle"))) {
                anchors.add(LINES.encodeToString(block.content()));
            }
        }
        var text = new StringBuilder();
        for (var anchor : anchors) {
            text.append("-----BEGIN CERTIFICATE-----\n").append(anchor).append("\n-----END CERTIFICATE-----\n");
        }
        return text.toString();
    }
}
