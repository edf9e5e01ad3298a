package dev.jibe.simulation.registry;

import dev.jibe.client.Event;
import dev.jibe.object.JsonMap;
import dev.jibe.simulation.SimulationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what was read with the history: objects as they were, lists of one version, watches that leave nothing out. */
final class ReadJudge {

    private static final String LABEL = Fields.LABELS + "x";

    private final History history;
    private final Order order;

    ReadJudge(History history, Order order) {
        this.history = history;
        this.order = order;
    }

    void judge(Chronicle chronicle) {
        for (var sighting : chronicle.sightings()) {
            switch (sighting) {
                case Sighting.Got got -> judge(got);
                case Sighting.Listed listed -> judge(listed);
            }
        }
        chronicle.watches().forEach(this::judge);
    }

    private void judge(Sighting.Got got) {
        var instants = order.during(got.subject(), got.begun(), got.ended(), got.floor());
        boolean fits = switch (got.answer()) {
            case Answer.Lost() -> true;
            case Answer.Refused refused ->
                refused.code() == 404 && instants.stream().anyMatch(each -> each.state() == null);
            case Answer.Done(var body) ->
                instants.stream()
                        .anyMatch(each -> each.moment() != null
                                && each.state() != null
                                && Judge.bare(each.moment().object()).equals(Judge.bare(body)));
        };
        if (!fits) {
            throw new SimulationException(got + " does not fit any state that there was meanwhile: " + instants);
        }
    }

    private static boolean isSelected(@Nullable State state, String label) {
        return state != null && (label.isEmpty() || label.equals(state.fields().get(LABEL)));
    }

    private void judge(Sighting.Listed listed) {
        if (listed.exactly() > 0 && listed.version() != listed.exactly()) {
            throw new SimulationException("a list is of another version than was asked for: " + listed);
        }
        long lowest = order.lowest(listed.begun(), listed.floor());
        if (listed.exactly() == 0 && listed.version() < lowest) {
            throw new SimulationException("a list is older than " + lowest + ": " + listed);
        }
        check(
                listed.sort(),
                listed.namespace(),
                listed.label(),
                listed.version(),
                listed.items(),
                "a list of " + listed.sort() + " in '" + listed.namespace() + "' for '" + listed.label() + "'");
    }

    private void check(Sort sort, String namespace, String label, long version, List<JsonMap> items, String what) {
        if (history.isInGap(version)) {
            return;
        }
        var expected = history.at(sort, namespace, version).values().stream()
                .filter(moment -> isSelected(moment.state(), label))
                .map(moment -> Judge.bare(moment.object()))
                .toList();
        var found = items.stream().filter(Subject::isOurs).map(Judge::bare).toList();
        if (!found.equals(expected)) {
            throw new SimulationException(what + " at " + version + " has " + found + "\n  instead of " + expected);
        }
    }

    private void judge(Watched watched) {
        if (watched.beganWithState()) {
            check(
                    watched.sort(),
                    watched.namespace(),
                    watched.label(),
                    watched.from(),
                    watched.initial(),
                    watched.toString());
        }
        if (history.hasGapAfter(watched.from(), watched.seen())) {
            return;
        }
        var expected = expected(watched);
        var events = watched.events().stream()
                .filter(event -> Subject.isOurs(event.object()))
                .toList();
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var told = new Event(event.type(), Judge.bare(event.object()));
            if (i >= expected.size() || !told.equals(expected.get(i).event())) {
                throw new SimulationException(watched + ": event " + i + " is " + told + "\n  instead of "
                        + (i < expected.size() ? expected.get(i) : "none"));
            }
        }
        if (expected.size() > events.size()) {
            var next = expected.get(events.size());
            if (next.version() <= watched.seen()) {
                throw new SimulationException(
                        watched + " says to have told all up to " + watched.seen() + ", but not " + next);
            }
        }
    }

    /** An event that a watch has to tell of. */
    private record Due(long version, Event event) {}

    private List<Due> expected(Watched watched) {
        var events = new ArrayList<Due>();
        Map<Subject, Moment> last = new HashMap<>();
        for (var moment : history.moments()) {
            var subject = moment.subject();
            var before = last.put(subject, moment);
            boolean isOurs = subject.sort() == watched.sort()
                    && (watched.namespace().isEmpty() || watched.namespace().equals(subject.namespace()))
                    && moment.version() > watched.from();
            boolean was = before != null && isSelected(before.state(), watched.label());
            boolean is = isSelected(moment.state(), watched.label());
            if (isOurs && (was || is)) {
                var object = is || before == null || moment.state() == null ? moment.object() : at(before, moment);
                var event = new Event(is ? was ? "MODIFIED" : "ADDED" : "DELETED", Judge.bare(object));
                events.add(new Due(moment.version(), event));
            }
        }
        return events;
    }

    /** The state that a client knew, at the version at which it is no longer what the client asked for. */
    private static JsonMap at(Moment before, Moment now) {
        return before.object().withAt(Long.toString(now.version()), "metadata", "resourceVersion");
    }
}
