package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.store.etcd.EtcdConfig;
import dev.jibe.store.etcd.EtcdProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Watches of a store over a real etcd; each store has one of its own, so that revisions begin at the first. */
final class EtcdWatchTest extends WatchContract {

    @TempDir
    private Path directory;

    private final List<EtcdProcess> started = new ArrayList<>();

    @Override
    Store<Words> open(StoreConfig limits) {
        try {
            var etcd = EtcdProcess.start(Files.createDirectories(directory.resolve("etcd" + started.size())));
            started.add(etcd);
            return Store.over(
                    EtcdConfig.at(etcd.address()), new PlainKeys("/watch/"), limits, Words.VALUES, Clock.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        started.forEach(EtcdProcess::close);
    }

    @Override
    int writesOfEach() {
        return 50;
    }
}
