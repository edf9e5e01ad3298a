package dev.jibe.simulation;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Deletion;
import dev.jibe.client.Patch;
import dev.jibe.client.Selectors;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Somebody who creates, changes and deletes workloads at random, and remembers what was wished for last. */
final class Workload {

    /** So that all fits on the nodes that are left, whatever has been lost. */
    private static final int MAX_CPUS = 56;

    private static final int MAX_CPUS_OF_A_POD = 5;
    private static final int MAX_COUNT = 6;
    private static final String KILL = "kill a pod of";

    private final SplittableRandom random;
    private final TreeMap<String, Wish> wishes = new TreeMap<>();
    private int names;

    /** A change that was asked for: from what to what, either of which may be nothing. */
    record Change(String name, Optional<Wish> from, Optional<Wish> to, String what) {}

    Workload(SplittableRandom random) {
        this.random = random;
    }

    List<Wish> wishes() {
        return List.copyOf(wishes.values());
    }

    /** What to do next. */
    Change next() {
        if (wishes.isEmpty() || (random.nextInt(3) == 0 && wishes.size() < 7)) {
            return create();
        }
        var wish = List.copyOf(wishes.values()).get(random.nextInt(wishes.size()));
        var from = Optional.of(wish);
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Change(wish.name(), from, Optional.empty(), "delete");
            case 2, 3, 4, 5 -> scale(wish);
            case 6, 7, 8 -> image(wish);
            default -> new Change(wish.name(), from, from, KILL);
        };
    }

    private Change create() {
        var sorts = Wish.Sort.values();
        var sort = sorts[random.nextInt(sorts.length)];
        int cpus = 1 + random.nextInt(MAX_CPUS_OF_A_POD);
        int count = 1 + random.nextInt(MAX_COUNT);
        var placement = sort == Wish.Sort.DEPLOYMENT ? placement() : Wish.Placement.ANYWHERE;
        boolean isNarrow = sort == Wish.Sort.DAEMON_SET || placement != Wish.Placement.ANYWHERE;
        var wish = new Wish(sort, placement, "w" + names++, most(placement, count), 1, isNarrow ? 0 : cpus);
        return fits(wish) ? new Change(wish.name(), Optional.empty(), Optional.of(wish), "create") : deleteOldest();
    }

    private Wish.Placement placement() {
        return switch (random.nextInt(4)) {
            case 0 -> Wish.Placement.APART;
            case 1 -> Wish.Placement.SPREAD;
            default -> Wish.Placement.ANYWHERE;
        };
    }

    /** Of pods that must be apart a rollout has one more, and one node may be lost. */
    private static int most(Wish.Placement placement, int count) {
        return placement == Wish.Placement.APART ? Math.min(count, World.NODES - 2) : count;
    }

    private Change deleteOldest() {
        var wish = wishes.firstEntry().getValue();
        return new Change(wish.name(), Optional.of(wish), Optional.empty(), "delete");
    }

    private Change scale(Wish wish) {
        var other = wish.withCount(most(wish.placement(), random.nextInt(MAX_COUNT + 1)));
        boolean may = wish.sort() == Wish.Sort.DEPLOYMENT || wish.sort() == Wish.Sort.STATEFUL_SET;
        return may && fits(other)
                ? new Change(wish.name(), Optional.of(wish), Optional.of(other), "scale")
                : image(wish);
    }

    private Change image(Wish wish) {
        if (wish.sort() == Wish.Sort.JOB) {
            return new Change(wish.name(), Optional.of(wish), Optional.empty(), "delete");
        }
        var other = wish.withImage(1 + random.nextInt(4));
        return new Change(wish.name(), Optional.of(wish), Optional.of(other), "set the image of");
    }

    private boolean fits(Wish wish) {
        int cpus = cpus(wish);
        for (var other : wishes.values()) {
            cpus += other.name().equals(wish.name()) ? 0 : cpus(other);
        }
        return cpus <= MAX_CPUS;
    }

    /** With room for the pods that a rollout adds. */
    private static int cpus(Wish wish) {
        int count = wish.sort() == Wish.Sort.DAEMON_SET ? World.NODES : wish.count() + 1;
        return count * wish.cpus();
    }

    /** Asks for the change; fails as the API does. */
    void ask(Change change, Client client) {
        if (change.from().isEmpty()) {
            create(client, change.to().orElseThrow());
        } else if (change.to().isEmpty()) {
            delete(client, change.from().get());
        } else if (change.what().equals(KILL)) {
            kill(client, change.name());
        } else {
            patch(client, change.to().get());
        }
    }

    private static void create(Client client, Wish wish) {
        create(client, wish.kind(), wish.manifest());
    }

    private static <T extends ApiObject> void create(Client client, Kind<T> kind, JsonMap manifest) {
        client.of(kind).create(kind.of(manifest));
    }

    private void delete(Client client, Wish wish) {
        var how = Deletion.DEFAULT.with(
                random.nextInt(3) == 0 ? Deletion.Propagation.FOREGROUND : Deletion.Propagation.BACKGROUND);
        client.of(wish.kind()).delete(Wish.NAMESPACE, wish.name(), how);
    }

    private static void patch(Client client, Wish wish) {
        var container = JsonMap.of("name", "main", "image", wish.imageName());
        var template = JsonMap.of("spec", JsonMap.of("containers", JsonList.of(container)));
        var spec = JsonMap.of("template", template);
        if (wish.sort() != Wish.Sort.DAEMON_SET) {
            spec = spec.with("replicas", (long) wish.count());
        }
        client.of(wish.kind()).patch(Wish.NAMESPACE, wish.name(), new Patch.Strategic(JsonMap.of("spec", spec)));
    }

    private void kill(Client client, String name) {
        var pods = client.of(Pod.KIND)
                .list(Wish.NAMESPACE, Selectors.labels("app=" + name))
                .items();
        if (!pods.isEmpty()) {
            var victim = pods.get(random.nextInt(pods.size()));
            try {
                client.of(Pod.KIND).delete(Wish.NAMESPACE, victim.name(), Deletion.ofUid(victim.uid()));
            } catch (ApiFailure e) {
                if (!e.isNotFound() && !e.isConflict()) {
                    throw e;
                }
            }
        }
    }

    /** Remembers that the change was acknowledged. */
    void acknowledged(Change change) {
        change.to().ifPresentOrElse(wish -> wishes.put(wish.name(), wish), () -> wishes.remove(change.name()));
    }

    /** Finds out what became of a change without an answer: it happened or it did not, and nothing else. */
    void settleDoubt(Change change, Client client) {
        var kind = change.from().or(change::to).orElseThrow().kind();
        var found = client.of(kind).find(Wish.NAMESPACE, change.name()).map(ApiObject::tree);
        boolean present = found.filter(tree -> !tree.map("metadata").has("deletionTimestamp"))
                .isPresent();
        if (present
                && change.to().filter(wish -> isAs(found.orElseThrow(), wish)).isPresent()) {
            acknowledged(change);
        } else if (!present && change.to().isEmpty()) {
            acknowledged(change);
        } else if (present
                && change.from().filter(wish -> isAs(found.orElseThrow(), wish)).isPresent()) {
            return;
        } else if (present || change.from().isPresent()) {
            throw new SimulationException("after a crash " + change.name() + " is neither as before nor as asked for ("
                    + change + "): " + found);
        }
    }

    /** What was acknowledged before a crash is there after it. */
    void checkNothingLost(Client client, String except) {
        for (var wish : wishes.values()) {
            var found = client.of(wish.kind()).find(Wish.NAMESPACE, wish.name());
            if (!wish.name().equals(except)
                    && found.filter(object -> isAs(object.tree(), wish)).isEmpty()) {
                throw new SimulationException("a crash lost what was acknowledged: " + wish + ", there is " + found);
            }
        }
    }

    private static boolean isAs(JsonMap tree, Wish wish) {
        var spec = tree.map("spec");
        var container =
                (JsonMap) spec.map("template").map("spec").list("containers").get(0);
        boolean counts = wish.sort() == Wish.Sort.DEPLOYMENT || wish.sort() == Wish.Sort.STATEFUL_SET;
        return container.string("image").equals(wish.imageName())
                && (!counts || spec.number("replicas") == wish.count());
    }
}
