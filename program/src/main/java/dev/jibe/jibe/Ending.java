package dev.jibe.jibe;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** That the process was told to end: it lasts until everything is closed, or that takes too long. */
final class Ending {
    private static final int MAX_SECONDS = 30;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private Ending() {}

    static Ending onSignal() {
        var ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::run));
        return ending;
    }

    private void run() {
        begun.countDown();
        try {
            if (!over.await(MAX_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("jibe: not everything closed within " + MAX_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the process was told to end. */
    void await() throws InterruptedException {
        begun.await();
    }

    /** Everything is closed. */
    void done() {
        over.countDown();
    }
}
