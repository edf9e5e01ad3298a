package dev.jibe.runtime.lifecycle;

/** A part of the process that has a beginning and an end. */
public interface Component {

    /** The name in messages, such as {@code store} or {@code scheduler}. */
    String name();

    /** Begins its work and returns when others may rely on it; failing, it leaves nothing running. */
    void start() throws Exception;

    /** Ends its work and returns when nothing of it runs any more. Called once, and only after a start that succeeded. */
    void stop() throws Exception;

    /** A component of two actions. */
    static Component of(String name, Action start, Action stop) {
        return new Component() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void start() throws Exception {
                start.run();
            }

            @Override
            public void stop() throws Exception {
                stop.run();
            }
        };
    }

    /** A step that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }
}
