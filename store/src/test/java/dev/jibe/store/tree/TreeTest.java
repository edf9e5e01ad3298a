package dev.jibe.store.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TreeTest {

    private static final long SEED = Long.getLong("jibe.seed", 11);

    @Test
    void behavesLikeASortedMapAndKeepsItsPast() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int keys : new int[] {3, 40, 2_000, 50_000}) {
            SortedMap<String, Integer> model = new TreeMap<>();
            Tree<Integer> tree = Tree.empty();
            List<Tree<Integer>> past = new ArrayList<>();
            List<SortedMap<String, Integer>> pastModels = new ArrayList<>();
            for (int step = 0; step < 20_000; step++) {
                String key = key(random.nextInt(keys));
                // Grows for a while, then shrinks, so that both splits and merges happen.
                if (random.nextInt(10) < (step % 8_000 < 4_000 ? 8 : 2)) {
                    tree = tree.with(key, step);
                    model.put(key, step);
                } else if (model.remove(key) != null) {
                    tree = tree.without(key);
                }
                if (step % 2_500 == 0) {
                    past.add(tree);
                    pastModels.add(new TreeMap<>(model));
                    assertSame(model, tree, random, keys);
                }
            }
            for (int i = 0; i < past.size(); i++) {
                assertSame(pastModels.get(i), past.get(i), random, keys);
            }
        }
    }

    @Test
    void buildsFromSortedKeys() {
        for (int size : new int[] {0, 1, 31, 32, 33, 1_024, 1_025, 40_000}) {
            SortedMap<String, Integer> model = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                model.put(key(i), i);
            }
            Tree<Integer> tree = Tree.ofSorted(List.copyOf(model.keySet()), List.copyOf(model.values()));
            assertSame(model, tree, new Random(SEED), size + 1);
        }
    }

    @Test
    void emptiesCompletely() {
        Tree<Integer> tree = Tree.empty();
        for (int i = 0; i < 5_000; i++) {
            tree = tree.with(key(i), i);
        }
        for (int i = 4_999; i >= 0; i--) {
            tree = tree.without(key(i));
        }
        assertEquals(0, tree.size());
    }

    private static String key(int number) {
        return "ns-" + number % 7 + "/" + number;
    }

    private static void assertSame(SortedMap<String, Integer> model, Tree<Integer> tree, Random random, int keys) {
        assertEquals(model.size(), tree.size());
        List<Integer> values = new ArrayList<>();
        tree.from(0).forEachRemaining(values::add);
        assertEquals(List.copyOf(model.values()), values);
        for (int i = 0; i < 50; i++) {
            String key = key(random.nextInt(keys));
            assertEquals(model.get(key), tree.get(key));
            int rank = model.headMap(key).size();
            assertEquals(rank, tree.rank(key));
            Iterator<Integer> from = tree.from(rank);
            for (Map.Entry<String, Integer> expected :
                    model.tailMap(key).entrySet().stream().limit(5).toList()) {
                assertEquals(expected.getValue(), from.next());
            }
        }
        for (String prefix : List.of("", "ns-1/", "ns-3/4", "ns-6/", "ns-9", "a", "z")) {
            long count = model.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .count();
            assertEquals(count, tree.count(prefix), prefix);
        }
    }
}
