package dev.jibe.controllers.trustbundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.client.AnyObject;
import dev.jibe.controllers.trustbundles.TrustBundlePlan.Action;
import dev.jibe.object.JsonMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustBundlePlanTest {

    private static final String PEM = "pem\n";
    private static final String NAME = TrustBundlePlan.name(PEM);

    private static AnyObject bundle(String name, String signer, String content) {
        return new AnyObject(JsonMap.of(
                "metadata",
                JsonMap.of("name", name),
                "spec",
                JsonMap.of("signerName", signer, "trustBundle", content)));
    }

    @Test
    void theNameFollowsFromTheSignerAndTheContent() {
        assertEquals("kubernetes.io:kube-apiserver-serving:", NAME.substring(0, NAME.length() - 24));
    }

    @Test
    void oneBundleIsLeftWhateverWasThere() {
        var others =
                List.of(bundle("old", TrustBundlePlan.SIGNER, "old"), bundle("mine", "example.com/signer", "mine"));
        assertEquals(
                List.of(new Action.Create(NAME), new Action.Delete("old")),
                TrustBundlePlan.of(others, PEM).actions());
        assertEquals(
                List.of(),
                TrustBundlePlan.of(List.of(bundle(NAME, TrustBundlePlan.SIGNER, PEM)), PEM)
                        .actions());
    }

    @Test
    void whatSomebodyChangedIsPutRight() {
        var plan = TrustBundlePlan.of(List.of(bundle(NAME, TrustBundlePlan.SIGNER, "changed")), PEM);
        var update = assertInstanceOf(Action.Update.class, plan.actions().getFirst());
        assertEquals(PEM, update.bundle().tree().map("spec").string("trustBundle"));
        assertEquals(
                List.of(), TrustBundlePlan.of(List.of(update.bundle()), PEM).actions());
    }
}
