package dev.jibe.store.etcd;

import com.google.protobuf.ByteString;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * What has etcd forget old revisions, once for all API servers on it: after each interval the one whose transaction on
 * the common key comes first compacts to where etcd was an interval ago. It is upstream's protocol, so that servers of
 * either kind share the work.
 */
public final class Compactor implements AutoCloseable {

    static final String KEY = "compact_rev_key";

    private static final Log LOG = Log.of(Compactor.class);
    private static final ByteString KEY_BYTES = ByteString.copyFromUtf8(KEY);

    private final Etcd etcd;
    private final Clock clock;
    private final Duration interval;
    private final Thread thread;

    /** Which compaction is next, and up to which revision it may go; zero is none. */
    private record Turn(long number, long revision) {}

    public Compactor(Etcd etcd, Clock clock, Duration interval) {
        this.etcd = etcd;
        this.clock = clock;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name("etcd-compactor").start(this::run);
    }

    private void run() {
        var turn = new Turn(0, 0);
        try {
            while (true) {
                clock.sleep(interval);
                try {
                    turn = take(turn);
                } catch (CompletionException failure) {
                    LOG.warn("etcd was not compacted, trying again later", failure);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Turn take(Turn turn) {
        TxnResponse answer = etcd.transact(TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder()
                                .setKey(KEY_BYTES)
                                .setTarget(Compare.CompareTarget.VERSION)
                                .setResult(Compare.CompareResult.EQUAL)
                                .setVersion(turn.number()))
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestPut(PutRequest.newBuilder()
                                        .setKey(KEY_BYTES)
                                        .setValue(ByteString.copyFromUtf8(Long.toString(turn.revision())))))
                        .addFailure(RequestOp.newBuilder()
                                .setRequestRange(RangeRequest.newBuilder().setKey(KEY_BYTES)))
                        .build())
                .join();
        long now = answer.getHeader().getRevision();
        if (!answer.getSucceeded()) {
            var found = answer.getResponses(0).getResponseRange();
            return new Turn(found.getKvsCount() == 0 ? 0 : found.getKvs(0).getVersion(), now);
        }
        if (turn.revision() > 0) {
            etcd.compact(turn.revision()).join();
            LOG.debug("compacted", "revision", turn.revision());
        }
        return new Turn(turn.number() + 1, now);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
