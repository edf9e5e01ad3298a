package dev.jibe.simulation.registry;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which changes were made before, while and after something else happened. */
final class Order {

    /**
     * An object as it was for a while.
     *
     * @param moment the change that made it so; null if there was none yet
     */
    record Instant(@Nullable Moment moment, @Nullable State state, long version) {}

    private final History history;
    private final IdentityHashMap<Moment, Deed> doers;
    private final IdentityHashMap<Moment, Integer> places = new IdentityHashMap<>();

    Order(History history, IdentityHashMap<Moment, Deed> doers) {
        this.history = history;
        this.doers = doers;
        for (int i = 0; i < history.moments().size(); i++) {
            places.put(history.moments().get(i), i);
        }
    }

    private long begun(Moment moment) {
        var doer = doers.get(moment);
        return doer == null ? 0 : doer.begun();
    }

    private boolean isOverBy(Moment moment, long tick) {
        var doer = doers.get(moment);
        return doer != null && doer.answer() instanceof Answer.Done && doer.ended() < tick;
    }

    /** The number of changes that were surely made when something began. */
    private int surely(long begun, long floor) {
        var moments = history.moments();
        for (int i = moments.size(); i > 0; i--) {
            var moment = moments.get(i - 1);
            if (moment.version() <= floor || isOverBy(moment, begun)) {
                return i;
            }
        }
        return 0;
    }

    /** The number of changes that may have been made when something ended. */
    private int possibly(long ended) {
        var moments = history.moments();
        for (int i = 0; i < moments.size(); i++) {
            if (begun(moments.get(i)) > ended) {
                return i;
            }
        }
        return moments.size();
    }

    /** The lowest version that somebody may be given who began then. */
    long lowest(long begun, long floor) {
        int surely = surely(begun, floor);
        return surely == 0
                ? floor
                : Math.max(floor, history.moments().get(surely - 1).version());
    }

    /** All states of an object that may have been seen between. */
    List<Instant> during(Subject subject, long begun, long ended, long floor) {
        int surely = surely(begun, floor);
        int possibly = possibly(ended);
        var instants = new ArrayList<Instant>();
        var first = new Instant(null, null, 0);
        for (var moment : history.of(subject)) {
            int place = places.getOrDefault(moment, 0);
            var instant = new Instant(moment, moment.state(), moment.version());
            if (place < surely) {
                first = instant;
            } else if (place < possibly) {
                instants.add(instant);
            }
        }
        instants.addFirst(first);
        return instants;
    }
}
