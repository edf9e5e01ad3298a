package dev.jibe.network.dns;

import java.util.List;

/** What a name means. */
sealed interface Answer {

    /** Records to send. An empty list means that the name is there, but has none of the asked type. */
    record Found(List<Entry> records) implements Answer {}

    /** The name is ours, and there is none. */
    record NoSuchName() implements Answer {}

    /** The name is not ours; somebody else may know it. */
    record NotOurs() implements Answer {}

    /** One resource record. */
    sealed interface Entry {
        String owner();
    }

    record Address(String owner, String ipv4) implements Entry {}

    record Alias(String owner, String target) implements Entry {}

    record ServiceLocation(String owner, int port, String target) implements Entry {}

    record Pointer(String owner, String target) implements Entry {}

    record Text(String owner, String text) implements Entry {}
}
