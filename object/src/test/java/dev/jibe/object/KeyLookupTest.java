package dev.jibe.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyLookupTest {

    private static final KeyLookup WANTED = new KeyLookup(List.of("c", "none", "a"));

    @Test
    void keysAreWhereTheirValuesAre() {
        var map = JsonMap.of("a", "1", "b", "2", "c", "3");
        assertArrayEquals(new int[] {2, KeyLookup.ABSENT, 0}, map.places(WANTED));
        assertArrayEquals(
                new int[] {KeyLookup.ABSENT, KeyLookup.ABSENT, KeyLookup.ABSENT}, JsonMap.EMPTY.places(WANTED));
    }

    @Test
    void manyLookupsInOneShapeKeepApart() {
        var map = JsonMap.of("a", "1", "b", "2");
        var lookups = IntStream.range(0, 20)
                .mapToObj(i -> new KeyLookup(i % 2 == 0 ? List.of("a", "b") : List.of("b", "a")))
                .toList();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < lookups.size(); i++) {
                assertArrayEquals(i % 2 == 0 ? new int[] {0, 1} : new int[] {1, 0}, map.places(lookups.get(i)));
            }
        }
    }

    @Test
    void mapsOfAnySizeAreLookedInto() {
        for (int size : new int[] {100, 1_000, 40_000}) {
            var builder = JsonMap.builder();
            IntStream.range(0, size).forEach(i -> builder.put("key" + i, (long) i));
            var map = builder.build();
            var places = map.places(new KeyLookup(List.of("key" + (size - 1), "none")));
            assertEquals((long) size - 1, map.valueAt(places[0]));
            assertEquals(KeyLookup.ABSENT, places[1]);
        }
    }
}
