package dev.jibe.store.etcd;

/** Is told of the calls that ask etcd for a write; on a thread of the network. */
@FunctionalInterface
public interface Calls {

    /** Takes no notice. */
    Calls UNNOTED = (operation, bucket, nanos, failed) -> {};

    /**
     * A call has ended.
     *
     * @param operation {@code create}, {@code update} or {@code delete}
     * @param failed whether etcd gave no answer
     */
    void ended(String operation, String bucket, long nanos, boolean failed);
}
