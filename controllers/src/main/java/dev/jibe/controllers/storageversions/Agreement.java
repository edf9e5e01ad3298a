package dev.jibe.controllers.storageversions;

import dev.jibe.object.api.apiserverinternal.v1alpha1.ServerStorageVersion;
import dev.jibe.object.api.apiserverinternal.v1alpha1.StorageVersion;
import dev.jibe.object.api.apiserverinternal.v1alpha1.StorageVersionCondition;
import dev.jibe.object.api.apiserverinternal.v1alpha1.StorageVersionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What servers say about one resource, and whether they agree. */
public final class Agreement {

    private static final String AGREE = "AllEncodingVersionsEqual";

    private Agreement() {}

    /** The words of one server about a resource. */
    public static ServerStorageVersion said(
            String server, String encoding, List<String> decodable, List<String> served) {
        return ServerStorageVersion.EMPTY
                .withApiServerID(server)
                .withEncodingVersion(encoding)
                .withDecodableVersions(decodable)
                .withServedVersions(served);
    }

    /** The object with what one server says, in place of what it said before. */
    public static StorageVersion with(StorageVersion version, ServerStorageVersion said, Instant now) {
        var all = new ArrayList<>(version.status().storageVersions());
        all.replaceAll(it -> it.apiServerID().equals(said.apiServerID()) ? said : it);
        if (!all.contains(said)) {
            all.add(said);
        }
        return with(version, all, now);
    }

    /** The object without what servers said that are not there. */
    static StorageVersion only(StorageVersion version, Predicate<String> isThere, Instant now) {
        var left = version.status().storageVersions().stream()
                .filter(it -> isThere.test(it.apiServerID()))
                .toList();
        return with(version, left, now);
    }

    private static StorageVersion with(StorageVersion version, List<ServerStorageVersion> all, Instant now) {
        var before = version.status();
        var encodings = all.stream()
                .map(ServerStorageVersion::encodingVersion)
                .distinct()
                .toList();
        var status = before.withStorageVersions(all).withoutCommonEncodingVersion();
        if (encodings.size() == 1) {
            status = status.withCommonEncodingVersion(encodings.getFirst());
        }
        boolean moved = before.hasCommonEncodingVersion()
                && status.hasCommonEncodingVersion()
                && !before.commonEncodingVersion().equals(status.commonEncodingVersion());
        var condition = condition(version, status, now);
        var conditions = new ArrayList<StorageVersionCondition>();
        boolean known = false;
        for (var each : before.conditions()) {
            if (each.type().equals(AGREE)) {
                known = true;
                boolean same = each.status().equals(condition.status()) && !moved;
                conditions.add(same ? condition.withLastTransitionTime(each.lastTransitionTime()) : condition);
            } else {
                conditions.add(each);
            }
        }
        if (!known) {
            conditions.add(condition);
        }
        return version.withStatus(status.withConditions(conditions));
    }

    private static StorageVersionCondition condition(StorageVersion version, StorageVersionStatus status, Instant now) {
        boolean agree = status.hasCommonEncodingVersion();
        return StorageVersionCondition.EMPTY
                .withType(AGREE)
                .withStatus(agree ? "True" : "False")
                .withObservedGeneration(version.metadata().generation())
                .withLastTransitionTime(now)
                .withReason(agree ? "CommonEncodingVersionSet" : "CommonEncodingVersionUnset")
                .withMessage(agree ? "Common encoding version set" : "Common encoding version unset");
    }
}
