package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses devices for claims on one node: tries one after the other and goes back where that leads nowhere.
 *
 * <p>The search is bounded; who asks for a puzzle that is too hard gets nothing.
 */
final class Allocator {
    private static final int MOST_STEPS = 100_000;

    private final List<Offer> offers;
    private final boolean isWhole;
    private final Set<DeviceId> taken;
    private final Devices devices;
    private final DeviceSelector selector;
    private final Map<Request, List<Offer>> fitting = new HashMap<>();
    private int steps;

    /** Devices of a node for claims; {@code taken} are not to be had. */
    Allocator(Inventory inventory, Set<DeviceId> taken, Devices devices, DeviceSelector selector) {
        this.offers = inventory.offers();
        this.isWhole = inventory.isWhole();
        this.taken = new HashSet<>(taken);
        this.devices = devices;
        this.selector = selector;
    }

    /** A device that a claim is given for a request. */
    record Choice(Request request, Offer offer) {}

    /** One part of the search: an alternative is to be chosen for a request, or a further device for one. */
    private record Task(int claim, JsonMap request) {}

    /** For each claim its devices; nothing if not all can have what they ask for. */
    Optional<List<List<Choice>>> allocate(List<JsonMap> claims) {
        var tasks = new ArrayList<Task>();
        var constraints = new ArrayList<List<Constraint>>();
        var choices = new ArrayList<List<Choice>>();
        for (int i = 0; i < claims.size(); i++) {
            var asked = claims.get(i).map("spec").map("devices");
            constraints.add(Constraint.of(asked));
            choices.add(new ArrayList<>());
            for (var request : asked.list("requests").maps().toList()) {
                tasks.add(new Task(i, request));
            }
        }
        return next(tasks, 0, constraints, choices) ? Optional.of(choices) : Optional.empty();
    }

    private boolean next(List<Task> tasks, int at, List<List<Constraint>> constraints, List<List<Choice>> choices) {
        if (at == tasks.size()) {
            return true;
        }
        var task = tasks.get(at);
        for (var request : Request.of(task.request())) {
            var candidates = candidates(request);
            if (request.isAll() && (!isWhole || candidates.isEmpty() || !allFree(request, candidates))) {
                continue;
            }
            long count = request.isAll() ? candidates.size() : request.count();
            var search = new Search(request, candidates, constraints.get(task.claim()), choices.get(task.claim()));
            if (search.choose(count, 0, () -> next(tasks, at + 1, constraints, choices))) {
                return true;
            }
        }
        return false;
    }

    private boolean allFree(Request request, List<Offer> candidates) {
        return request.isAdmin() || candidates.stream().noneMatch(offer -> taken.contains(offer.id()));
    }

    /** Something that has to succeed for a choice to stand. */
    @FunctionalInterface
    private interface Rest {
        boolean succeeds();
    }

    /** The choice of the devices of one request. */
    private final class Search {
        private final Request request;
        private final List<Offer> candidates;
        private final List<Constraint> constraints;
        private final List<Choice> choices;

        Search(Request request, List<Offer> candidates, List<Constraint> constraints, List<Choice> choices) {
            this.request = request;
            this.candidates = candidates;
            this.constraints = constraints.stream()
                    .filter(constraint -> request.isMeant(constraint.requests()))
                    .toList();
            this.choices = choices;
        }

        boolean choose(long count, int from, Rest rest) {
            if (count == 0) {
                return rest.succeeds();
            }
            for (int i = from; i < candidates.size() && candidates.size() - i >= count; i++) {
                if (++steps > MOST_STEPS) {
                    return false;
                }
                var offer = candidates.get(i);
                if (!isFree(offer) || !isAdmitted(offer)) {
                    continue;
                }
                boolean added = !request.isAdmin() && taken.add(offer.id());
                choices.add(new Choice(request, offer));
                if (choose(count - 1, i + 1, rest)) {
                    return true;
                }
                choices.removeLast();
                if (added) {
                    taken.remove(offer.id());
                }
            }
            return false;
        }

        private boolean isFree(Offer offer) {
            return request.isAdmin() || !taken.contains(offer.id());
        }

        private boolean isAdmitted(Offer offer) {
            return constraints.stream().allMatch(constraint -> constraint.admits(offer, chosen(constraint)));
        }

        private List<Offer> chosen(Constraint constraint) {
            return choices.stream()
                    .filter(choice -> choice.request().isMeant(constraint.requests()))
                    .map(Choice::offer)
                    .toList();
        }
    }

    private List<Offer> candidates(Request request) {
        var known = fitting.get(request);
        if (known == null) {
            known = offers.stream().filter(offer -> isWanted(request, offer)).toList();
            fitting.put(request, known);
        }
        return known;
    }

    private boolean isWanted(Request request, Offer offer) {
        var ofClass = devices.deviceClass(request.deviceClass())
                .orElseThrow(() -> new SchedulerException(
                        "request " + request.name() + ": device class " + request.deviceClass() + " does not exist"));
        return request.tolerates(offer.device())
                && matchAll(Request.expressions(ofClass.map("spec")), offer)
                && matchAll(request.expressions(), offer);
    }

    private boolean matchAll(List<String> expressions, Offer offer) {
        return expressions.stream()
                .allMatch(expression -> selector.matches(expression, offer.driver(), offer.device()));
    }
}
