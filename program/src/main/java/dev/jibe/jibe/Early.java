package dev.jibe.jibe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A value that another thread makes while this one goes on with what does not need it yet. */
final class Early<T> implements Supplier<T> {

    private final FutureTask<T> task;

    private Early(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Early<T> begin(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("early").start(task);
        return new Early<>(task);
    }

    /** Waits for it, and fails as its making failed. */
    @Override
    public T get() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while the cluster starts"));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw new UncheckedIOException(failure);
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
