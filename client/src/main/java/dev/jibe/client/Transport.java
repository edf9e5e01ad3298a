package dev.jibe.client;

/**
 * The way to an API server, as one identity: inside the process or over HTTP. Calls block and belong on virtual
 * threads. A transport retries nothing; who asked knows what a repetition would do.
 */
public interface Transport extends AutoCloseable {

    /** Sends a call and waits for the answer; an {@link ApiFailure} for any that is not a success. */
    Reply send(Call call);

    /** Begins a watch: a GET whose query says {@code watch=true}. */
    EventStream watch(Call call);

    @Override
    void close();
}
