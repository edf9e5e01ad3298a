package dev.jibe.store;

import com.google.protobuf.ByteString;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.etcd.Etcd;
import dev.jibe.store.etcd.Keys;
import dev.jibe.store.tree.Tree;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * All that etcd holds below the prefix, read page by page at one revision; a page is decoded while the next one comes.
 *
 * @param strict whether a value that cannot be read ends the reading, or is left out
 */
record EtcdContents<V>(Etcd etcd, Keys keys, Values<V> values, boolean strict) {

    private static final Log LOG = Log.of(Store.class);
    private static final int PAGE_KEYS = 2_000;
    private static final int MAX_TRIES = 3;

    /** The newest state; it is no older than any write acknowledged before the call. */
    Root<V> read() {
        for (int tries = 1; ; tries++) {
            try {
                return readOnce();
            } catch (CompletionException failure) {
                // Between two pages, etcd has forgotten the revision.
                if (!EtcdFailure.isCompacted(failure) || tries >= MAX_TRIES) {
                    throw failure;
                }
            }
        }
    }

    private Root<V> readOnce() {
        var prefix = ByteString.copyFromUtf8(keys.prefix());
        var buckets = new TreeMap<String, List<Entry<V>>>();
        var page = page(prefix, 0).join();
        long revision = page.getHeader().getRevision();
        while (true) {
            @Nullable CompletableFuture<RangeResponse> following = null;
            if (page.getMore() && page.getKvsCount() > 0) {
                var last = page.getKvs(page.getKvsCount() - 1).getKey();
                following = page(last.concat(ByteString.copyFrom(new byte[] {0})), revision);
            }
            for (var found : page.getKvsList()) {
                add(found, buckets);
            }
            if (following == null) {
                return new Root<>(revision, trees(buckets));
            }
            page = following.join();
        }
    }

    private CompletableFuture<RangeResponse> page(ByteString from, long revision) {
        return etcd.range(RangeRequest.newBuilder()
                .setKey(from)
                .setRangeEnd(end(keys.prefix()))
                .setLimit(PAGE_KEYS)
                .setRevision(revision)
                .build());
    }

    /** The first key above all with the prefix, which ends with a slash. */
    private static ByteString end(String prefix) {
        return ByteString.copyFromUtf8(prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1));
    }

    private void add(KeyValue found, TreeMap<String, List<Entry<V>>> buckets) {
        var place = keys.place(found.getKey().toStringUtf8());
        if (place == null) {
            return;
        }
        try {
            var entry = entry(place, found, decode(place, found.getValue()));
            buckets.computeIfAbsent(place.bucket(), name -> new ArrayList<>()).add(entry);
        } catch (RuntimeException unreadable) {
            if (strict) {
                throw unreadable;
            }
            LOG.error("a value in etcd cannot be read and is left out", unreadable, "key", place.key());
        }
    }

    V decode(Keys.Place place, ByteString bytes) {
        return values.decode(place.bucket(), place.key(), bytes.toByteArray());
    }

    Entry<V> entry(Keys.Place place, KeyValue found, V value) {
        long revision = found.getModRevision();
        return new Entry<>(
                place.bucket(),
                place.key(),
                values.stamp(value, revision),
                found.getCreateRevision(),
                revision,
                Entry.NEVER);
    }

    private Tree<Tree<Entry<V>>> trees(TreeMap<String, List<Entry<V>>> buckets) {
        List<Tree<Entry<V>>> trees = new ArrayList<>();
        buckets.forEach((name, entries) -> {
            // etcd's order is that of bytes; it is the same but for the rarest of characters.
            entries.sort(Comparator.comparing(Entry::key));
            trees.add(Tree.ofSorted(entries.stream().map(Entry::key).toList(), entries));
        });
        return Tree.ofSorted(List.copyOf(buckets.keySet()), trees);
    }
}
