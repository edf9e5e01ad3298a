package dev.jibe.store;

/** What must be true of a key for a write to it to happen; checked against the newest state, in commit order. */
public sealed interface Expect {

    /** The key does not exist: a creation. */
    Expect ABSENT = new Absent();

    /** The key exists, whatever its revision. */
    Expect EXISTS = new Exists();

    /** Nothing: the key may exist or not. */
    Expect ANY = new Any();

    /** The key's last change was at this revision: an update of what was read. */
    static Expect revision(long revision) {
        return new Revision(revision);
    }

    record Absent() implements Expect {}

    record Exists() implements Expect {}

    record Any() implements Expect {}

    record Revision(long revision) implements Expect {}
}
