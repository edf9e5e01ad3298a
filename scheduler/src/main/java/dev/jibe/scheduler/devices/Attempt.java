package dev.jibe.scheduler.devices;

import dev.jibe.object.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a search has taken so far, besides what claims have been given before. What was taken last is put back first. */
final class Attempt {
    private final Allocated allocated;
    private final Map<PoolId, Pool> pools;

    /** What is left of the counters of pools that were looked at. */
    private final Map<PoolId, Map<Counters.Id, Quantity>> left = new HashMap<>();

    private final List<Taken> taken = new ArrayList<>();

    /**
     * A device that was taken.
     *
     * @param share what it consumes of the device's capacity
     * @param counted whether it was cut out of others for it
     */
    private record Taken(int claim, Offer offer, Map<String, Quantity> share, boolean counted) {}

    Attempt(Allocated allocated, List<Pool> pools) {
        this.allocated = allocated;
        this.pools = pools.stream().collect(Collectors.toMap(Pool::id, Function.identity()));
    }

    /** Whether a device is not to be had for a request of a claim, without a look at how much of it is left. */
    boolean isBarred(int claim, Request request, DeviceId device) {
        for (var other : taken) {
            if (!other.offer().isShared()
                    && other.offer().id().equals(device)
                    && (!request.isAdmin() || other.claim() == claim)) {
                return true;
            }
        }
        return !request.isAdmin() && allocated.isWhole(device);
    }

    /** Whether as much as is asked for is left of a device, if nothing more were taken. */
    boolean isEnough(Request request, Offer offer) {
        return Capacity.share(offer.capacity(), request.capacity())
                .filter(share -> isLeft(offer, share))
                .isPresent();
    }

    /** Takes a device, if it is to be had. */
    boolean take(int claim, Request request, Offer offer) {
        var share = Capacity.share(offer.capacity(), request.capacity()).filter(it -> isLeft(offer, it));
        if (share.isEmpty()) {
            return false;
        }
        // However many share it, it was cut out of others once.
        boolean counted = !offer.consumes().isEmpty() && !isShared(offer);
        if (counted && !count(offer)) {
            return false;
        }
        taken.add(new Taken(claim, offer, share.get(), counted));
        return true;
    }

    /** Puts back what was taken last. */
    void putBack() {
        var last = taken.removeLast();
        if (last.counted()) {
            var offer = last.offer();
            offer.consumes().amounts().forEach((counter, amount) -> left(offer).merge(counter, amount, Quantity::add));
        }
    }

    private boolean isLeft(Offer offer, Map<String, Quantity> share) {
        return share.entrySet().stream().allMatch(entry -> {
            var name = entry.getKey();
            var sum = entry.getValue().add(allocated.consumed(offer.id(), name));
            if (offer.isShared()) {
                for (var other : taken) {
                    if (other.offer().id().equals(offer.id())) {
                        sum = sum.add(other.share().getOrDefault(name, Quantity.ZERO));
                    }
                }
            }
            return sum.compareTo(Quantity.parse(offer.capacity().map(name).string("value"))) <= 0;
        });
    }

    private boolean isShared(Offer offer) {
        return offer.isShared()
                && (allocated.isShared(offer.id())
                        || taken.stream().anyMatch(it -> it.offer().id().equals(offer.id())));
    }

    /** Takes from the pool's counters what a device consumes, unless one has less than nothing then. */
    private boolean count(Offer offer) {
        var left = left(offer);
        var consumed = offer.consumes().amounts();
        consumed.forEach((counter, amount) -> left.merge(counter, amount.negate(), Quantity::add));
        if (left.values().stream().allMatch(amount -> amount.signum() >= 0)) {
            return true;
        }
        consumed.forEach((counter, amount) -> left.merge(counter, amount, Quantity::add));
        return false;
    }

    private Map<Counters.Id, Quantity> left(Offer offer) {
        return left.computeIfAbsent(offer.id().poolId(), this::unconsumed);
    }

    private Map<Counters.Id, Quantity> unconsumed(PoolId id) {
        var result = new HashMap<Counters.Id, Quantity>();
        var pool = pools.get(id);
        if (pool != null) {
            result.putAll(pool.counters().amounts());
            pool.consumers().stream()
                    .filter(device -> allocated.isWhole(device.id()) || allocated.isShared(device.id()))
                    .forEach(device -> device.consumes()
                            .amounts()
                            .forEach((counter, amount) -> result.merge(counter, amount.negate(), Quantity::add)));
        }
        return result;
    }
}
