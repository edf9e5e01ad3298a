package dev.jibe.server.admission.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quota.CountedResource;
import dev.jibe.object.quota.QuotaUsage;
import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.ownership.Ownership;
import dev.jibe.server.registry.ownership.Writer;
import dev.jibe.server.request.ApiException;
import dev.jibe.store.Entry;
import dev.jibe.store.Expect;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import dev.jibe.store.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Refuses what would use more than a namespace's quotas allow, and notes in their status what is used.
 *
 * <p>What is charged and then fails is given back by the controller, which counts anew. All quotas of an object are
 * written at one revision, on the condition that nobody else has changed them.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource Quotas</a>.
 */
public final class ResourceQuotaAdmission implements Admission.Validating {

    private static final String BUCKET = "resourcequotas";
    private static final int MAX_TRIES = 200;
    private static final Writer SERVER = Writer.of("kube-apiserver", "status");

    private final Store<JsonMap> store;
    private final Ownership ownership;
    private final Resource quotas;
    private final List<JsonMap> limited;
    private final Clock clock;

    /** @param limited what may only be used where a quota covers it */
    public ResourceQuotaAdmission(
            Store<JsonMap> store, Resources resources, Ownership ownership, List<JsonMap> limited, Clock clock) {
        this.limited = List.copyOf(limited);
        this.store = store;
        this.ownership = ownership;
        this.quotas = resources.get("", "v1", BUCKET);
        this.clock = clock;
    }

    /** Whether such a write can use up anything. */
    private static boolean isCharged(Attributes attributes) {
        var info = attributes.resource().current().info();
        if (attributes.namespace().isEmpty() || info.groupResource().equals("namespaces")) {
            return false;
        }
        if (attributes.isCreate()) {
            return attributes.subresource().isEmpty();
        }
        return attributes.isUpdate()
                && (attributes.isOf("", "services")
                        || attributes.isOf("", "persistentvolumeclaims")
                        || attributes.isOf("", "pods", "resize"));
    }

    @Override
    public void validate(Attributes attributes) {
        if (!isCharged(attributes)
                || limited.isEmpty() && store.latest().count(BUCKET, attributes.namespace() + "/") == 0) {
            return;
        }
        var info = attributes.resource().current().info();
        var evaluator = QuotaUsage.evaluator(new CountedResource(info.group(), info.plural()));
        if (evaluator.isEmpty()) {
            return;
        }
        var charge = new Charge(attributes, evaluator.get().knowing(new StoredDevices(store)), clock.now());
        for (int tries = 1; !isPaid(attributes, charge); tries++) {
            if (tries >= MAX_TRIES) {
                throw ApiException.conflict(
                        quotas.named(), attributes.shownName(), "the quotas change too fast; please try again");
            }
        }
    }

    /** Charges the quotas as they are; false if they have changed meanwhile. */
    private boolean isPaid(Attributes attributes, Charge charge) {
        var entries = new HashMap<String, Entry<JsonMap>>();
        var all = new ArrayList<JsonMap>();
        for (var entry : store.latest().range(BUCKET, attributes.namespace() + "/", null, Integer.MAX_VALUE)) {
            entries.put(entry.value().map("metadata").string("name"), entry);
            all.add(entry.value());
        }
        var pertinent = charge.pertinent(all);
        charge.refuseNegative();
        if (charge.isNothing()) {
            return true;
        }
        charge.refuseUncovered(limited, all, pertinent);
        var writes = new ArrayList<Write.Single<JsonMap>>();
        for (var quota : pertinent) {
            var charged = charge.charged(quota);
            var entry = entries.get(quota.map("metadata").string("name"));
            if (charged.isPresent() && entry != null) {
                var noted = ownership.updated(ownership.target(quotas, "status"), quota, charged.get(), SERVER);
                var expect = Expect.revision(entry.modRevision());
                writes.add(new Write.Put<>(BUCKET, entry.key(), noted, expect, 0));
            }
        }
        return attributes.dryRun() || writes.isEmpty() || isWritten(writes);
    }

    private boolean isWritten(List<Write.Single<JsonMap>> writes) {
        try {
            store.commit(writes.size() == 1 ? writes.getFirst() : new Write.Batch<>(writes));
            return true;
        } catch (StoreException.Conflict e) {
            return false;
        }
    }
}
