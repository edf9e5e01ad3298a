package dev.jibe.store;

import dev.jibe.runtime.Clock;
import org.junit.jupiter.api.Test;

/** The store on its local log does what the model does. */
final class ModelTest {

    @Test
    void theStoreDoesWhatTheModelDoes() {
        Seeds.forEach(30, random -> {
            try (Store<Words> store = Store.open(StoreConfig.inMemory(), Words.VALUES, Clock.system())) {
                ModelTrial.run(store, random);
            }
        });
    }
}
