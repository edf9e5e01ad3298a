package dev.jibe.store.etcd;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The answer of a call that has one, as a future. */
final class Unary<T> extends CompletableFuture<T> implements StreamObserver<T> {

    @Override
    public void onNext(T answer) {
        complete(answer);
    }

    @Override
    public void onError(Throwable failure) {
        completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        // The answer came before.
    }
}
