package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses devices for claims on one node: tries one after the other and goes back where that leads nowhere.
 *
 * <p>The search is bounded; who asks for a puzzle that is too hard gets nothing.
 */
final class Allocator {
    private static final int MOST_STEPS = 100_000;

    /** The most devices that a claim can be given. */
    private static final int MOST_DEVICES = 32;

    private final String node;
    private final List<Pool> pools;
    private final List<Offer> offers;
    private final Devices devices;
    private final DeviceSelector selector;
    private final Attempt attempt;
    private final List<Task> tasks = new ArrayList<>();
    private final List<List<Constraint>> constraints = new ArrayList<>();
    private final List<List<Choice>> choices = new ArrayList<>();
    private int steps;

    Allocator(String node, List<Pool> pools, Allocated allocated, Devices devices, DeviceSelector selector) {
        this.node = node;
        this.pools = pools;
        this.offers = pools.stream().flatMap(pool -> pool.offers().stream()).toList();
        this.devices = devices;
        this.selector = selector;
        this.attempt = new Attempt(allocated, pools);
    }

    /** A device that a claim is given for a request. */
    record Choice(Request request, Offer offer) {}

    /** One part of the search: for a request one of its alternatives is to be chosen. */
    private record Task(int claim, List<Alternative> alternatives) {}

    /**
     * So many devices.
     *
     * @param candidates the offers that may be among them, by index
     */
    private record Alternative(Wanted wanted, int count, List<Integer> candidates) {}

    /**
     * For each claim its devices; nothing if not all can have what they ask for. Fails where something is wrong with a
     * claim, or it cannot be told yet.
     */
    Optional<List<List<Choice>>> allocate(List<JsonMap> claims) {
        for (int i = 0; i < claims.size(); i++) {
            prepare(i, claims.get(i));
        }
        return next(0) ? Optional.of(choices) : Optional.empty();
    }

    private void prepare(int at, JsonMap claim) {
        var metadata = claim.map("metadata");
        var key = metadata.string("namespace") + "/" + metadata.string("name");
        var asked = claim.map("spec").map("devices");
        constraints.add(Constraint.of(asked));
        choices.add(new ArrayList<>());
        int least = 0;
        for (var request : asked.list("requests").maps().toList()) {
            var alternatives = new ArrayList<Alternative>();
            Request.of(request).forEach(it -> alternatives.add(alternative(key, it)));
            least += alternatives.stream().mapToInt(Alternative::count).min().orElse(0);
            tasks.add(new Task(at, alternatives));
        }
        if (least > MOST_DEVICES) {
            throw new SchedulerException("claim " + key + ": number of requested devices " + least
                    + " exceeds the claim limit of " + MOST_DEVICES);
        }
    }

    private Alternative alternative(String claim, Request request) {
        var ofClass = devices.deviceClass(request.deviceClass())
                .orElseThrow(() -> new SchedulerException("claim " + claim + ", request " + request.ownName()
                        + ": could not retrieve device class " + request.deviceClass()));
        var wanted = new Wanted(claim, request, ofClass, offers, selector);
        if (!request.isAll()) {
            var all = IntStream.range(0, offers.size()).boxed().toList();
            return new Alternative(wanted, (int) Math.min(request.count(), Integer.MAX_VALUE / 2), all);
        }
        for (var pool : pools) {
            if (!pool.isSound()) {
                var state = pool.state() == Pool.State.INVALID ? "invalid" : "being updated";
                throw new SchedulerException("claim " + claim + ", request " + request.ownName()
                        + ": asks for all devices, but resource pool "
                        + pool.id().driver() + "/"
                        + pool.id().name() + " is currently " + state);
            }
        }
        var all = wanted.all(attempt);
        return new Alternative(wanted, all.size(), all);
    }

    private boolean next(int at) {
        if (at == tasks.size()) {
            return true;
        }
        var task = tasks.get(at);
        int given = choices.get(task.claim()).size();
        for (var alternative : task.alternatives()) {
            int count = alternative.count();
            if (count > 0
                    && given + count <= MOST_DEVICES
                    && new Search(task.claim(), alternative, at).choose(count, 0)) {
                return true;
            }
        }
        return false;
    }

    /** The choice of the devices of one request. */
    private final class Search {
        private final int claim;
        private final Wanted wanted;
        private final List<Integer> candidates;
        private final int at;
        private final List<Choice> chosen;
        private final List<Constraint> limits;

        Search(int claim, Alternative alternative, int at) {
            this.claim = claim;
            this.wanted = alternative.wanted();
            this.candidates = alternative.candidates();
            this.at = at;
            this.chosen = choices.get(claim);
            this.limits = constraints.get(claim).stream()
                    .filter(constraint -> wanted.request().isMeant(constraint.requests()))
                    .toList();
        }

        boolean choose(int count, int from) {
            if (count == 0) {
                return next(at + 1);
            }
            for (int i = from; candidates.size() - i >= count; i++) {
                if (++steps > MOST_STEPS) {
                    throw new SchedulerException("node " + node + ": timed out trying to allocate devices");
                }
                var request = wanted.request();
                var offer = offers.get(candidates.get(i));
                if (attempt.isBarred(claim, request, offer.id())
                        || !wanted.isOne(candidates.get(i))
                        || !request.tolerates(offer.device())
                        || !isAdmitted(offer)
                        || !attempt.take(claim, request, offer)) {
                    continue;
                }
                chosen.add(new Choice(request, offer));
                if (choose(count - 1, i + 1)) {
                    return true;
                }
                chosen.removeLast();
                attempt.putBack();
            }
            return false;
        }

        private boolean isAdmitted(Offer offer) {
            return limits.stream().allMatch(limit -> limit.admits(offer, meant(limit)));
        }

        private List<Offer> meant(Constraint limit) {
            return chosen.stream()
                    .filter(choice -> choice.request().isMeant(limit.requests()))
                    .map(Choice::offer)
                    .toList();
        }
    }
}
