package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import java.util.List;
import java.util.stream.IntStream;

/** A request, or an alternative of one, and which of the offers on a node are such devices: each is looked at once. */
final class Wanted {
    private static final byte UNKNOWN = 0;
    private static final byte FITS = 1;
    private static final byte DIFFERS = 2;

    private final String claim;
    private final Request request;
    private final List<String> ofClass;
    private final List<Offer> offers;
    private final DeviceSelector selector;
    private final byte[] known;

    /** @param claim its namespace and name */
    Wanted(String claim, Request request, JsonMap deviceClass, List<Offer> offers, DeviceSelector selector) {
        this.claim = claim;
        this.request = request;
        this.ofClass = Request.expressions(deviceClass.map("spec"));
        this.offers = offers;
        this.selector = selector;
        this.known = new byte[offers.size()];
    }

    Request request() {
        return request;
    }

    /** The offers that are such devices and have enough for one more; those that others have whole among them. */
    List<Integer> all(Attempt attempt) {
        return IntStream.range(0, offers.size())
                .filter(i -> isOne(i) && attempt.isEnough(request, offers.get(i)))
                .boxed()
                .toList();
    }

    /** Whether an offer is such a device. */
    boolean isOne(int at) {
        if (known[at] == UNKNOWN) {
            var offer = offers.get(at);
            boolean fits = matches("class " + request.deviceClass(), ofClass, offer)
                    && matches("claim " + claim, request.expressions(), offer);
            known[at] = fits ? FITS : DIFFERS;
        }
        return known[at] == FITS;
    }

    private boolean matches(String source, List<String> expressions, Offer offer) {
        for (int i = 0; i < expressions.size(); i++) {
            try {
                if (!selector.matches(expressions.get(i), offer.driver(), offer.device())) {
                    return false;
                }
            } catch (SchedulerException e) {
                throw new SchedulerException(source + ": selector #" + i + ": " + e.getMessage());
            }
        }
        return true;
    }
}
