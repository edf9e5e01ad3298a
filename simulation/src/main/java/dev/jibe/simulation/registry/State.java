package dev.jibe.simulation.registry;

import dev.jibe.object.JsonMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the model knows of an object that is there.
 *
 * @param generation 0 if its kind counts none
 * @param isTracked whether anybody is known to own anything, be it something that the model does not know
 * @param grace seconds that an object has which is being deleted
 */
record State(
        String uid,
        SortedMap<String, String> fields,
        SortedMap<Owner, Set<String>> owners,
        boolean isTracked,
        long generation,
        OptionalLong grace) {

    static State of(JsonMap object, Sort sort) {
        var metadata = object.map("metadata");
        var owners = new TreeMap<Owner, Set<String>>();
        metadata.list("managedFields").maps().forEach(entry -> {
            var fields = entry.get("fieldsV1");
            var owned = fields == null ? Set.<String>of() : Fields.owned(fields, sort);
            if (!owned.isEmpty()) {
                owners.put(
                        new Owner(entry.string("manager"), entry.string("operation"), entry.string("subresource")),
                        owned);
            }
        });
        return new State(
                metadata.string("uid"),
                Fields.withContainers(Fields.of(object, sort), sort),
                owners,
                !metadata.list("managedFields").isEmpty(),
                metadata.number("generation"),
                metadata.has("deletionTimestamp")
                        ? OptionalLong.of(metadata.number("deletionGracePeriodSeconds"))
                        : OptionalLong.empty());
    }

    boolean isEnding() {
        return grace.isPresent();
    }

    /** The same but for the identity, which the model cannot foresee. */
    boolean isLike(State other) {
        return fields.equals(other.fields)
                && owners.equals(other.owners)
                && generation == other.generation
                && grace.equals(other.grace);
    }

    State with(SortedMap<String, String> newFields, SortedMap<Owner, Set<String>> newOwners, long newGeneration) {
        return new State(uid, newFields, newOwners, isTracked, newGeneration, grace);
    }

    @Override
    public String toString() {
        return fields + " of " + describe(owners) + " generation " + generation
                + (grace.isPresent() ? " ending in " + grace.getAsLong() + " s" : "");
    }

    private static String describe(Map<Owner, Set<String>> owners) {
        return owners.entrySet().stream()
                .map(each -> each.getKey().manager() + "/" + each.getKey().operation()
                        + (each.getKey().subresource().isEmpty()
                                ? ""
                                : "/" + each.getKey().subresource()) + ":"
                        + each.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
