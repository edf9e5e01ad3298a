package dev.jibe.scheduler.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.Node;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.devices.DeviceWorld;
import dev.jibe.scheduler.filter.Filters;
import dev.jibe.scheduler.plain.PlainCluster;
import dev.jibe.scheduler.plain.PlainNode;
import dev.jibe.scheduler.plain.PlainRules;
import dev.jibe.scheduler.plain.RandomObjects;
import dev.jibe.scheduler.score.Scores;
import dev.jibe.scheduler.snapshot.ClusterInfo;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.Nominations;
import dev.jibe.scheduler.snapshot.Owners;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Reservations;
import dev.jibe.scheduler.snapshot.Template;
import dev.jibe.scheduler.snapshot.Templates;
import dev.jibe.scheduler.snapshot.Volumes;
import dev.jibe.scheduler.snapshot.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums kept over a history of changes give the same verdicts and scores as looking at everything does. */
final class DecisionPropertyTest {

    private static final int CLUSTERS = 40;
    private static final int STEPS = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isWhatTheRulesSay(long seed) {
        for (int i = 0; i < CLUSTERS; i++) {
            new History(seed * 1000 + i).run();
        }
    }

    /** One cluster, held twice. */
    private static final class History {
        private final long seed;
        private final RandomObjects objects;
        private final SplittableRandom random;
        private final PlainCluster plain = new PlainCluster();
        private final ClusterInfo cluster;
        private final World world;
        private final Templates templates = new Templates();
        private final Map<Template, Verdicts> verdicts = new HashMap<>();
        private final Map<String, String> placed = new HashMap<>();
        private final Scores scores = new Scores();
        private int names;

        History(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.objects = new RandomObjects(random);
            this.cluster = new ClusterInfo(name -> plain.namespaces.getOrDefault(name, JsonMap.EMPTY));
            this.world = new World(
                    cluster,
                    new Nominations(),
                    Volumes.NONE,
                    new Reservations(),
                    Owners.NONE,
                    DeviceWorld.none(),
                    List::of);
            plain.namespaces.put("two", JsonMap.of("team", "red"));
        }

        void run() {
            for (int i = 0; i < 6; i++) {
                putNode("n" + i);
            }
            for (int step = 0; step < STEPS; step++) {
                change();
                compare(objects.pod("new"), step);
            }
        }

        private void change() {
            int what = random.nextInt(20);
            if (what == 0) {
                putNode("n" + random.nextInt(9));
            } else if (what == 1 && plain.nodes.size() > 2) {
                removeNode(objects.any(List.copyOf(plain.nodes.keySet())));
            } else if (what == 2) {
                plain.namespaces.put("one", JsonMap.of("team", objects.any(List.of("red", "blue"))));
                cluster.namespacesChanged();
            } else if (what < 7 && !placed.isEmpty()) {
                removePod(objects.any(List.copyOf(placed.keySet())));
            } else {
                place(objects.pod("p" + names++), objects.any(List.copyOf(plain.nodes.keySet())));
            }
        }

        private void putNode(String name) {
            var tree = objects.node(name);
            var known = plain.nodes.get(name);
            if (known == null) {
                plain.nodes.put(name, new PlainNode(tree));
            } else {
                known.tree = tree;
            }
            cluster.putNode(Node.KIND.of(tree));
        }

        private void removeNode(String name) {
            var gone = plain.node(name);
            plain.nodes.remove(name);
            cluster.removeNode(name);
            gone.pods.forEach(pod -> forget(key(pod)));
        }

        private void place(JsonMap pod, String node) {
            cluster.place(PodInfo.of(Pod.KIND.of(pod), templates), node);
            plain.node(node).pods.add(pod);
            placed.put(key(pod), node);
        }

        private void removePod(String key) {
            plain.node(placed.getOrDefault(key, key)).pods.removeIf(pod -> key(pod).equals(key));
            forget(key);
        }

        private void forget(String key) {
            placed.remove(key);
            cluster.remove(key);
        }

        private static String key(JsonMap pod) {
            return PlainRules.namespace(pod) + "/" + pod.map("metadata").string("name");
        }

        private void compare(JsonMap pod, int step) {
            var info = PodInfo.of(Pod.KIND.of(pod), templates);
            var known = verdicts.computeIfAbsent(info.template(), t -> new Verdicts(t, Profile.DEFAULT, Set.of()));
            known.reserve(cluster.slots());
            var filters = new Filters(info, world, Profile.DEFAULT, known::reject);
            var where = "seed " + seed + " step " + step + " pod " + pod;
            var candidates = new ArrayList<NodeInfo>();
            var plainCandidates = new ArrayList<PlainNode>();
            for (var node : cluster.ordered()) {
                var plainNode = plain.node(node.name());
                var expected = plain.reject(pod, plainNode);
                assertEquals(
                        expected, String.join(",", filters.reject(node).reasons()), where + " on " + plainNode.tree);
                if (expected.isEmpty()) {
                    candidates.add(node);
                    plainCandidates.add(plainNode);
                }
            }
            var nodes = candidates.toArray(NodeInfo[]::new);
            var totals = scores.of(info, nodes, nodes.length, world, Profile.DEFAULT, known::score);
            assertEquals(
                    Arrays.toString(plain.scores(pod, plainCandidates)),
                    Arrays.toString(Arrays.copyOf(totals, nodes.length)),
                    where);
        }
    }
}
