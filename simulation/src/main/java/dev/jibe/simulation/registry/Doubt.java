package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.simulation.SimulationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the writes that were under way when the server stopped: each was done or not, in some order. */
final class Doubt {

    private final History history;
    private final List<Deed> lost;

    Doubt(History history, List<Deed> deeds) {
        this.history = history;
        this.lost = deeds.stream()
                .filter(deed -> deed.answer() instanceof Answer.Lost && !deed.isDry())
                .toList();
    }

    /**
     * Goes on with the history where the server goes on.
     *
     * @param found all objects that there are
     * @param version of the server as it is
     * @throws SimulationException if what is there is not what there can be
     */
    void settle(Map<Subject, JsonMap> found, long version) {
        var subjects = new HashMap<Subject, Boolean>();
        found.keySet().forEach(each -> subjects.put(each, true));
        history.moments().forEach(each -> subjects.putIfAbsent(each.subject(), false));
        for (var subject : subjects.keySet()) {
            settle(subject, found.get(subject), version);
        }
    }

    private void settle(Subject subject, @Nullable JsonMap found, long version) {
        var last = history.last(subject);
        var before = last == null ? null : last.state();
        long known = last == null ? 0 : last.version();
        long now =
                found == null ? version : Long.parseLong(found.map("metadata").string("resourceVersion"));
        var after = found == null ? null : State.of(found, subject.sort());
        boolean isSame = found == null ? before == null : before != null && now == known;
        if (isSame) {
            if (last != null && found != null && !Judge.bare(found).equals(Judge.bare(last.object()))) {
                throw new SimulationException(subject + " came back as " + found + ", it was " + last.object());
            }
            return;
        }
        var ours = lost.stream()
                .filter(deed -> deed.act().subject().equals(subject))
                .toList();
        var way = new ArrayList<@Nullable State>();
        if (now <= known || !leads(before, known, after, ours, way)) {
            throw new SimulationException(subject + " was " + before + " at " + known + " and is now " + after + " at "
                    + now + "; in doubt were " + ours);
        }
        for (int i = 0; i < way.size() - 1; i++) {
            history.add(new Moment(now, subject, JsonMap.EMPTY, way.get(i), false));
        }
        var object = found != null ? found : last != null ? last.object() : JsonMap.EMPTY;
        history.add(new Moment(now, subject, object, after, false));
    }

    /** Whether some of the deeds, in some order, make one state of the other; notes the states on the way. */
    private static boolean leads(
            @Nullable State before, long version, @Nullable State after, List<Deed> deeds, List<@Nullable State> way) {
        for (var deed : deeds) {
            @Nullable State next;
            switch (Rules.effect(deed.act(), before, version)) {
                case Effect.Written(State state) -> next = state;
                case Effect.Removed(State _) -> next = null;
                case Effect.Same(State _) -> {
                    continue;
                }
                case Effect.Refused _ -> {
                    continue;
                }
            }
            way.add(next);
            boolean isThere = next == null ? after == null : after != null && next.isLike(after);
            if (isThere) {
                way.set(way.size() - 1, after);
                return true;
            }
            var rest = new ArrayList<>(deeds);
            rest.remove(deed);
            if (leads(next, -1, after, rest, way)) {
                return true;
            }
            way.removeLast();
        }
        return false;
    }
}
