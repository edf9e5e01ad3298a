package dev.jibe.controllers.trustbundles;

import dev.jibe.client.AnyObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** What has to be done so that the signer's one bundle is there: its name follows from what it holds. */
record TrustBundlePlan(List<Action> actions) {

    static final String SIGNER = "kubernetes.io/kube-apiserver-serving";

    private static final int HASH_BYTES = 12;

    /** Everything that the publisher can do. */
    sealed interface Action {
        /** Create the bundle. */
        record Create(String name) implements Action {}

        /** Put right what somebody changed. */
        record Update(AnyObject bundle) implements Action {}

        /** Remove the bundle of an earlier authority. */
        record Delete(String name) implements Action {}
    }

    /**
     * Plans.
     *
     * @param bundles all that there are
     * @param pem the anchor
     */
    static TrustBundlePlan of(Collection<AnyObject> bundles, String pem) {
        var name = name(pem);
        var actions = new ArrayList<Action>();
        boolean found = false;
        for (var bundle : bundles) {
            var spec = bundle.tree().map("spec");
            if (!spec.string("signerName").equals(SIGNER)) {
                continue;
            }
            if (!bundle.name().equals(name)) {
                actions.add(new Action.Delete(bundle.name()));
                continue;
            }
            found = true;
            if (!spec.string("trustBundle").equals(pem)) {
                actions.addFirst(new Action.Update(new AnyObject(bundle.tree().withAt(pem, "spec", "trustBundle"))));
            }
        }
        if (!found) {
            actions.addFirst(new Action.Create(name));
        }
        return new TrustBundlePlan(List.copyOf(actions));
    }

    /** The name of a bundle with that content. */
    static String name(String pem) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(pem.getBytes(StandardCharsets.UTF_8));
            return SIGNER.replace('/', ':') + ":" + HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
