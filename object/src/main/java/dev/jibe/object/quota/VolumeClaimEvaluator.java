package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Claims of volumes and the storage that they ask for, in all and by storage class. */
final class VolumeClaimEvaluator implements Evaluator {

    private static final CountedResource CLAIMS = new CountedResource("", "persistentvolumeclaims");
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final String COUNT = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";

    @Override
    public CountedResource resource() {
        return CLAIMS;
    }

    @Override
    public boolean counts(String name) {
        return name.equals(CLAIMS.countName())
                || name.equals(COUNT)
                || name.equals(STORAGE)
                || name.endsWith(OF_CLASS + COUNT)
                || name.endsWith(OF_CLASS + STORAGE);
    }

    @Override
    public SortedMap<String, Quantity> usage(JsonMap claim, Instant now) {
        var usage = new TreeMap<String, Quantity>();
        usage.put(CLAIMS.countName(), Quantity.of(1));
        usage.put(COUNT, Quantity.of(1));
        var storageClass = storageClass(claim);
        if (!storageClass.isEmpty()) {
            usage.put(storageClass + OF_CLASS + COUNT, Quantity.of(1));
        }
        var asked = claim.map("spec").map("resources").map("requests").string("storage");
        if (!asked.isEmpty()) {
            var storage =
                    storage(asked, claim.map("status").map("allocatedResources").string("storage"));
            usage.put(STORAGE, storage);
            if (!storageClass.isEmpty()) {
                usage.put(storageClass + OF_CLASS + STORAGE, storage);
            }
        }
        return usage;
    }

    private static String storageClass(JsonMap claim) {
        var annotations = claim.map("metadata").map("annotations");
        return annotations.has("volume.beta.kubernetes.io/storage-class")
                ? annotations.string("volume.beta.kubernetes.io/storage-class")
                : claim.map("spec").string("storageClassName");
    }

    /** A volume that was made larger than it is asked to be counts with what it has. */
    private static Quantity storage(String asked, String allocated) {
        var wanted = whole(Quantity.parse(asked));
        if (allocated.isEmpty()) {
            return wanted;
        }
        var has = whole(Quantity.parse(allocated));
        return has.compareTo(wanted) > 0 ? has : wanted;
    }

    private static Quantity whole(Quantity amount) {
        return Quantity.of(amount.amount().setScale(0, RoundingMode.UP), amount.format());
    }

    @Override
    public boolean isIn(JsonMap requirement, JsonMap claim) {
        if (!requirement.string("scopeName").equals("VolumeAttributesClass")) {
            return false;
        }
        var status = claim.map("status");
        List<String> classes = Stream.of(
                        claim.map("spec").string("volumeAttributesClassName"),
                        status.string("currentVolumeAttributesClassName"),
                        status.map("modifyVolumeStatus").string("targetVolumeAttributesClassName"))
                .filter(name -> !name.isEmpty())
                .toList();
        if (requirement.string("operator").equals("Exists")) {
            return !classes.isEmpty();
        }
        return classes.isEmpty()
                ? Scopes.isMet(requirement, "")
                : classes.stream().anyMatch(name -> Scopes.isMet(requirement, name));
    }
}
