package dev.jibe.store;

import java.util.List;

/** Who is told of changes once they are published; runs on the committer's thread, so it only passes the word on. */
interface CommitListener<V> {

    void published(List<Change<V>> changes);

    /** The history begins anew; what was watched before is gone. */
    void restarted();
}
