package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.simulation.SimulationException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what clients did and were told with the history, by the model: each success is one change or one state that it
 * leaves alone, each change is somebody's, each refusal has a reason, and all of it fits the order in which it happened.
 */
final class Judge {

    private static final int NEAR = 12;

    private final History history;
    private final Chronicle chronicle;

    /** Whose a change is. */
    private final IdentityHashMap<Moment, Deed> doers = new IdentityHashMap<>();

    private final IdentityHashMap<Moment, Moment> previous = new IdentityHashMap<>();

    Judge(History history, Chronicle chronicle) {
        this.history = history;
        this.chronicle = chronicle;
        var last = new HashMap<Subject, Moment>();
        for (var moment : history.moments()) {
            var before = last.put(moment.subject(), moment);
            if (before != null) {
                previous.put(moment, before);
            }
        }
    }

    /** An object without what lists and watches may leave out. */
    static JsonMap bare(JsonMap object) {
        return object.without("apiVersion").without("kind");
    }

    void judge() {
        // Who may have found everything as it was to be has no claim to a change that somebody else must have made.
        for (boolean isContent : new boolean[] {false, true}) {
            for (var deed : chronicle.deeds()) {
                if (!deed.isDry()
                        && deed.answer() instanceof Answer.Done(var body)
                        && mayHaveFound(deed, body) == isContent) {
                    attribute(deed, body);
                }
            }
        }
        explainRest();
        checkOrder();
        var order = new Order(history, doers);
        for (var deed : chronicle.deeds()) {
            judge(deed, order);
        }
        new ReadJudge(history, order).judge(chronicle);
    }

    private @Nullable State before(Moment moment) {
        var before = previous.get(moment);
        return before == null ? null : before.state();
    }

    private long versionBefore(Moment moment) {
        var before = previous.get(moment);
        return before == null ? 0 : before.version();
    }

    /**
     * Whether a write that changes nothing that the model knows has changed something else: the order of finalizers or, by
     * their times, of owners, or whose something is that the model does not look at.
     */
    private boolean isReordered(State state, Moment moment) {
        var before = previous.get(moment);
        return before != null
                && moment.state() != null
                && state.isLike(moment.state())
                && !order(before.object()).equals(order(moment.object()));
    }

    private static List<String> order(JsonMap object) {
        var metadata = object.map("metadata");
        return Stream.concat(
                        metadata.list("finalizers").strings(),
                        metadata.list("managedFields")
                                .maps()
                                .map(entry -> entry.string("manager")
                                        + entry.string("operation")
                                        + entry.string("subresource")
                                        + entry.get("fieldsV1")))
                .toList();
    }

    /** Whether a success may be one that changed nothing. */
    private boolean mayHaveFound(Deed deed, JsonMap body) {
        var version = body.map("metadata").string("resourceVersion");
        return history.of(deed.act().subject()).stream()
                .anyMatch(moment -> version.equals(Long.toString(moment.version()))
                        && Rules.effect(deed.act(), moment.state(), moment.version()) instanceof Effect.Same);
    }

    /** Finds the change that a success has made, if it has made one. */
    private void attribute(Deed deed, JsonMap body) {
        var metadata = body.map("metadata");
        boolean isStatus = body.string("kind").equals("Status");
        var uid = isStatus ? body.map("details").string("uid") : metadata.string("uid");
        var version = isStatus ? "" : metadata.string("resourceVersion");
        for (var moment : history.of(deed.act().subject())) {
            if (doers.containsKey(moment) || !moment.known() || moment.version() <= deed.floor()) {
                continue;
            }
            var effect = Rules.effect(deed.act(), before(moment), versionBefore(moment));
            boolean isIt = switch (effect) {
                case Effect.Written(State state) ->
                    moment.state() != null
                            && version.equals(Long.toString(moment.version()))
                            && state.isLike(moment.state());
                case Effect.Removed(State last) ->
                    moment.state() == null
                            && uid.equals(last.uid())
                            && (deed.act() instanceof Act.Delete
                                    || version.equals(Long.toString(versionBefore(moment))));
                case Effect.Same(State state) ->
                    version.equals(Long.toString(moment.version())) && isReordered(state, moment);
                case Effect.Refused _ -> false;
            };
            if (isIt) {
                doers.put(moment, deed);
                if (!isStatus && moment.state() != null && !bare(body).equals(bare(moment.object()))) {
                    throw new SimulationException(
                            deed + "\n  was answered with another object than was stored: " + moment.object());
                }
                return;
            }
        }
    }

    /** What nobody was told to have done must have been done by somebody who was told nothing. */
    private void explainRest() {
        var lost = new HashSet<Deed>();
        chronicle.deeds().stream()
                .filter(deed -> deed.answer() instanceof Answer.Lost && !deed.isDry())
                .forEach(lost::add);
        for (var moment : history.moments()) {
            if (doers.containsKey(moment)) {
                continue;
            }
            // Of several that might have done it the first: the others may have done what comes later.
            var doer = lost.stream()
                    .filter(deed -> deed.act().subject().equals(moment.subject())
                            && deed.floor() < moment.version()
                            && explains(deed, moment))
                    .min(Comparator.comparingLong(Deed::begun))
                    .orElseThrow(() -> new SimulationException("nobody has done this: " + moment + "\n  before it: "
                            + before(moment) + "\n  " + about(moment)));
            lost.remove(doer);
            doers.put(moment, doer);
        }
    }

    private boolean explains(Deed deed, Moment moment) {
        return switch (Rules.effect(deed.act(), before(moment), versionBefore(moment))) {
            case Effect.Written(State state) -> moment.state() != null && state.isLike(moment.state());
            case Effect.Removed _ -> moment.state() == null;
            case Effect.Same(State state) -> isReordered(state, moment);
            case Effect.Refused _ -> false;
        };
    }

    /** The writes of an object around the one that gave it a version. */
    private String about(Moment moment) {
        return String.join(
                "\n  ",
                chronicle.deeds().stream()
                        .filter(deed -> deed.act().subject().equals(moment.subject())
                                && Math.abs(deed.floor() - moment.version()) < NEAR)
                        .map(Deed::toString)
                        .toList());
    }

    /** What ended before another thing began has the lower version. */
    private void checkOrder() {
        Deed latest = null;
        for (var moment : history.moments()) {
            var doer = doers.get(moment);
            if (doer == null || !moment.known()) {
                continue;
            }
            if (latest != null && doer.ended() < latest.begun() && !(doer.answer() instanceof Answer.Lost)) {
                throw new SimulationException(doer + "\n  has version " + moment.version()
                        + ", which is later than that of what began when it was over:\n  " + latest);
            }
            if (latest == null || doer.begun() > latest.begun()) {
                latest = doer;
            }
        }
    }

    private void judge(Deed deed, Order order) {
        var body = deed.answer() instanceof Answer.Done(var given) ? given : JsonMap.EMPTY;
        Predicate<Order.Instant> isReason = switch (deed.answer()) {
            case Answer.Lost() -> _ -> true;
            case Answer.Refused refused -> instant -> isRefused(deed, refused, instant);
            case Answer.Done _ when deed.isDry() -> instant -> isDryRun(deed, body, instant);
            case Answer.Done _ when doers.containsValue(deed) -> _ -> true;
            case Answer.Done _ ->
                instant -> Rules.effect(deed.act(), instant.state(), instant.version()) instanceof Effect.Same
                        && instant.moment() != null
                        && bare(body).equals(bare(instant.moment().object()));
        };
        var instants = order.during(deed.act().subject(), deed.begun(), deed.ended(), deed.floor());
        if (instants.stream().noneMatch(isReason)) {
            throw new SimulationException(deed + "\n  does not fit any state that there was meanwhile:\n  "
                    + String.join("\n  ", explained(deed, instants)));
        }
    }

    private static List<String> explained(Deed deed, List<Order.Instant> instants) {
        return instants.stream()
                .map(instant -> "at " + instant.version() + " " + instant.state() + " would give "
                        + Rules.effect(deed.act(), instant.state(), instant.version()))
                .toList();
    }

    private static boolean isRefused(Deed deed, Answer.Refused refused, Order.Instant instant) {
        return Rules.effect(deed.act(), instant.state(), instant.version()) instanceof Effect.Refused expected
                && expected.code() == refused.code()
                && expected.reason().equals(refused.reason())
                && expected.fields().equals(refused.fields());
    }

    private static boolean isDryRun(Deed deed, JsonMap body, Order.Instant instant) {
        return switch (Rules.effect(deed.act(), instant.state(), instant.version())) {
            case Effect.Written(State state) ->
                state.isLike(State.of(body, deed.act().subject().sort()));
            case Effect.Same(State state) ->
                state.isLike(State.of(body, deed.act().subject().sort()));
            case Effect.Removed _ -> true;
            case Effect.Refused _ -> false;
        };
    }
}
