package dev.jibe.controllers.pods;

import dev.jibe.client.ApiFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Batches of one, two, four, … of the same work, each begun when the one before has succeeded: what cannot succeed, for
 * want of quota say, is tried once and not five hundred times.
 */
public final class SlowStart {

    private SlowStart() {}

    /** Runs the tasks; answers the first failure, after which no further batch was begun. */
    public static Optional<ApiFailure> run(List<? extends Runnable> tasks) {
        int begun = 0;
        for (int batch = 1; begun < tasks.size(); batch *= 2) {
            int end = Math.min(begun + batch, tasks.size());
            var failure = together(tasks.subList(begun, end));
            if (failure.isPresent()) {
                return failure;
            }
            begun = end;
        }
        return Optional.empty();
    }

    /** Runs all tasks at the same time and waits for them. */
    public static Optional<ApiFailure> together(List<? extends Runnable> tasks) {
        var failures = new ConcurrentLinkedQueue<ApiFailure>();
        if (tasks.size() == 1) {
            attempt(tasks.getFirst(), failures);
            return Optional.ofNullable(failures.peek());
        }
        var threads = new ArrayList<Thread>(tasks.size());
        for (var task : tasks) {
            threads.add(Thread.ofVirtual().start(() -> attempt(task, failures)));
        }
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException end) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(failures.peek());
    }

    private static void attempt(Runnable task, ConcurrentLinkedQueue<ApiFailure> failures) {
        try {
            task.run();
        } catch (ApiFailure failure) {
            failures.add(failure);
        }
    }
}
