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

    /** A value whose making nobody has begun. */
    static <T> Early<T> of(Callable<T> work) {
        return new Early<>(new FutureTask<>(work));
    }

    static <T> Early<T> begin(Callable<T> work) {
        var early = of(work);
        early.begin();
        return early;
    }

    /** Begins to make it, unless that was begun before; a virtual thread takes turns with the one that makes it. */
    void begin() {
        var threads = Thread.currentThread().isVirtual()
                ? Thread.ofVirtual()
                : Thread.ofPlatform().daemon();
        threads.name("early").start(task);
    }

    /** Waits for it, or makes it if nobody has begun to, and fails as its making failed. */
    @Override
    public T get() {
        try {
            task.run();
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
