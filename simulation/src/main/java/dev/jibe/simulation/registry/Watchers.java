package dev.jibe.simulation.registry;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Watches of all sorts that begin at some moment, of what is there or of what has been since. */
final class Watchers {

    private static final int MOST = 6;

    private final Transport transport;
    private final Chronicle chronicle;
    private final Knowledge knowledge;
    private final SplittableRandom random;
    private final Memory memory;
    private final List<Watcher> opened = new ArrayList<>();

    Watchers(Transport transport, Chronicle chronicle, Knowledge knowledge, SplittableRandom random, Memory memory) {
        this.transport = transport;
        this.chronicle = chronicle;
        this.knowledge = knowledge;
        this.random = random;
        this.memory = memory;
    }

    void open() {
        var pause = new Pause(random.split());
        var ideas = new Ideas(random.split(), knowledge);
        for (int left = random.nextInt(MOST); left > 0; left--) {
            for (int i = random.nextInt(20); i > 0; i--) {
                pause.some();
            }
            var subject = ideas.subject();
            long from = switch (random.nextInt(3)) {
                case 0 -> Watcher.STATE;
                case 1 -> Math.max(1, knowledge.someVersion(random));
                default -> Math.max(1, chronicle.floor());
            };
            var namespace = random.nextBoolean() ? subject.namespace() : "";
            var label = random.nextBoolean() ? ideas.color() : "";
            try {
                opened.add(new Watcher(
                        transport,
                        subject.sort(),
                        namespace,
                        label,
                        from,
                        new Pause(random.split()),
                        memory,
                        chronicle));
            } catch (ApiFailure e) {
                if (e.code() < 500) {
                    throw e;
                }
            }
        }
    }

    /** All that were opened; asked when no more will be. */
    List<Watcher> opened() {
        return opened;
    }
}
