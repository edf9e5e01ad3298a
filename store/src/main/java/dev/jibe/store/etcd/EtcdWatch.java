package dev.jibe.store.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * All that happens in etcd from a revision on, in order, one answer after the other; the next is asked for when one has
 * been taken, so what waits here is bounded.
 *
 * <p>It watches every key, not only those of the store: then each revision is heard of, and being as new as etcd needs
 * no word about revisions that were none of ours.
 */
public final class EtcdWatch implements AutoCloseable {

    private static final ByteString ALL = ByteString.copyFrom(new byte[] {0});

    /** One answer, and the end behind it. */
    private static final int ROOM = 2;

    private sealed interface Item {}

    private record Answer(WatchResponse response) implements Item {}

    private record End(Throwable why) implements Item {}

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(ROOM);
    private volatile @Nullable ClientCallStreamObserver<WatchRequest> call;

    private EtcdWatch() {}

    static EtcdWatch open(WatchGrpc.WatchStub stub, long fromRevision) {
        var watch = new EtcdWatch();
        var requests = stub.watch(watch.new Answers());
        requests.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ALL)
                        .setRangeEnd(ALL)
                        .setStartRevision(fromRevision))
                .build());
        return watch;
    }

    /** The next answer; waits for it. What ends the watch is thrown. */
    public WatchResponse next() throws InterruptedException {
        return switch (items.take()) {
            case Answer(WatchResponse response) -> {
                var open = call;
                if (open != null) {
                    open.request(1);
                }
                yield response;
            }
            case End(Throwable why) -> throw Status.fromThrowable(why).asRuntimeException();
        };
    }

    @Override
    public void close() {
        var open = call;
        if (open != null) {
            open.cancel("no longer wanted", null);
        }
    }

    private final class Answers implements ClientResponseObserver<WatchRequest, WatchResponse> {

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(WatchResponse response) {
            items.add(new Answer(response));
        }

        @Override
        public void onError(Throwable why) {
            items.add(new End(why));
        }

        @Override
        public void onCompleted() {
            items.add(new End(Status.UNAVAILABLE
                    .withDescription("etcd has ended the watch")
                    .asRuntimeException()));
        }
    }
}
