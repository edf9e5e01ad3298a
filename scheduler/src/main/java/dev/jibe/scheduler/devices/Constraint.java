package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Optional;

/**
 * Something that the devices of some requests of a claim have to have in common, or must not.
 *
 * @param attribute with its domain
 * @param isDistinct whether all have to differ in it
 */
record Constraint(JsonList requests, String attribute, boolean isDistinct) {

    static List<Constraint> of(JsonMap devices) {
        return devices.list("constraints")
                .maps()
                .map(constraint -> constraint.has("distinctAttribute")
                        ? new Constraint(constraint.list("requests"), constraint.string("distinctAttribute"), true)
                        : new Constraint(constraint.list("requests"), constraint.string("matchAttribute"), false))
                .toList();
    }

    /** Whether a device may join those that were chosen for the requests that this is about. */
    boolean admits(Offer device, List<Offer> chosen) {
        var value = value(device);
        return value.isPresent() && chosen.stream().allMatch(other -> isDistinct != value.equals(value(other)));
    }

    /** An attribute without a domain is one of the driver's. */
    private Optional<Object> value(Offer offer) {
        var attributes = offer.device().map("attributes");
        var found = attributes.get(attribute);
        if (found == null && attribute.startsWith(offer.driver() + "/")) {
            found = attributes.get(attribute.substring(offer.driver().length() + 1));
        }
        return Optional.ofNullable(found);
    }
}
