package dev.jibe.controllers.revisions;

import dev.jibe.object.api.apps.v1.ControllerRevision;

/** Everything that is done to a history. */
public sealed interface HistoryAction {

    record Create(ControllerRevision revision) implements HistoryAction {}

    /** Give the revision a newer number: what it holds is what is wanted again. */
    record Raise(String name, String uid, long number) implements HistoryAction {}

    record Delete(String name, String uid) implements HistoryAction {}

    record Adopt(String name, String uid) implements HistoryAction {}

    record Release(String name, String uid) implements HistoryAction {}
}
