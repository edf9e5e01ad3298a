package dev.jibe.store;

import dev.jibe.runtime.Clock;

/** Watches of a store on its local log. */
final class WatchTest extends WatchContract {

    @Override
    Store<Words> open(StoreConfig limits) {
        return Store.open(limits, Words.VALUES, Clock.system());
    }

    @Override
    int writesOfEach() {
        return 300;
    }
}
