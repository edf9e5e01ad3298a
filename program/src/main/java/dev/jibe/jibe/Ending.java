package dev.jibe.jibe;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** That the process was told to end: it lasts until everything is closed, or that takes too long. */
final class Ending {
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private final Duration patience;

    private Ending(Duration patience) {
        this.patience = patience;
    }

    /** @param delay how long everything goes on after the signal */
    static Ending onSignal(Duration delay) {
        var ending = new Ending(delay.plus(CLOSING));
        Runtime.getRuntime().addShutdownHook(new Thread(ending::run));
        return ending;
    }

    private void run() {
        begun.countDown();
        try {
            if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("jibe: not everything closed within " + patience.toSeconds() + " s");
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
