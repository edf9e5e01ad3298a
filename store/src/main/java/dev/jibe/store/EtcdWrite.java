package dev.jibe.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.jibe.store.etcd.Keys;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write in the form of etcd: one transaction that compares what is expected, and changes all keys or none. */
record EtcdWrite<V>(List<Part<V>> parts) {

    /** What a key takes in the transaction beside its bytes. */
    private static final int OVERHEAD_BYTES = 64;

    /** A write of one key; the value is null if it is deleted. */
    record Part<V>(
            Write.Single<V> write, ByteString key, @Nullable ByteString bytes) {}

    static <V> EtcdWrite<V> of(Write<V> write, Values<V> values, Keys keys) {
        List<Write.Single<V>> singles = switch (write) {
            case Write.Single<V> single -> List.of(single);
            case Write.Batch<V> batch -> batch.writes();
        };
        var seen = new HashSet<ByteString>();
        var parts = singles.stream().map(single -> part(single, values, keys)).toList();
        for (var part : parts) {
            if (!seen.add(part.key())) {
                throw new IllegalArgumentException("etcd changes a key once in a transaction: "
                        + part.key().toStringUtf8());
            }
        }
        return new EtcdWrite<>(parts);
    }

    private static <V> Part<V> part(Write.Single<V> single, Values<V> values, Keys keys) {
        var key = ByteString.copyFromUtf8(keys.of(single.bucket(), single.key()));
        var bytes = switch (single) {
            case Write.Put<V> put ->
                UnsafeByteOperations.unsafeWrap(values.encode(put.bucket(), put.key(), put.value()));
            case Write.Delete<V> _ -> null;
        };
        return new Part<>(single, key, bytes);
    }

    int sizeBytes() {
        int sum = 0;
        for (var part : parts) {
            sum += OVERHEAD_BYTES
                    + part.key().size()
                    + (part.bytes() == null ? 0 : part.bytes().size());
        }
        return sum;
    }

    /** How long what is written is to live, or 0 for ever. */
    long ttlMillis() {
        long longest = 0;
        for (var part : parts) {
            longest = part.write() instanceof Write.Put<V> put ? Math.max(longest, put.ttlMillis()) : longest;
        }
        return longest;
    }

    /** @param lease of the keys that are to expire */
    TxnRequest request(long lease) {
        var request = TxnRequest.newBuilder();
        for (var part : parts) {
            compare(part).ifPresent(request::addCompare);
            var bytes = part.bytes();
            var operation = RequestOp.newBuilder();
            if (bytes == null) {
                operation.setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(part.key()));
            } else {
                boolean expires = part.write() instanceof Write.Put<V> put && put.ttlMillis() > 0;
                operation.setRequestPut(PutRequest.newBuilder()
                        .setKey(part.key())
                        .setValue(bytes)
                        .setLease(expires ? lease : 0));
            }
            request.addSuccess(operation);
        }
        return request.build();
    }

    private static <V> Optional<Compare> compare(Part<V> part) {
        var compare = Compare.newBuilder().setKey(part.key());
        return switch (part.write().expect()) {
            case Expect.Any() -> Optional.empty();
            case Expect.Absent() ->
                Optional.of(compare.setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setModRevision(0)
                        .build());
            case Expect.Exists() ->
                Optional.of(compare.setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.GREATER)
                        .setModRevision(0)
                        .build());
            case Expect.Revision(long revision) ->
                Optional.of(compare.setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setModRevision(revision)
                        .build());
        };
    }
}
