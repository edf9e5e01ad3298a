package dev.jibe.scheduler.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.config.FitStrategy.Point;
import dev.jibe.scheduler.config.SchedulerConfig;
import dev.jibe.scheduler.filter.StorageUse;
import dev.jibe.scheduler.snapshot.Volumes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorageScoreTest {

    private static final List<Point> THE_LESS_THE_BETTER = List.of(new Point(0, 100), new Point(100, 0));

    @ParameterizedTest
    @CsvSource({"0, 100, 100", "25, 100, 75", "100, 100, 0", "101, 100, 0", "5, 0, 0"})
    void isOfThePartThatWouldBeUsed(long requested, long capacity, long score) {
        assertEquals(score, StorageScore.of(List.of(new StorageUse(requested, capacity)), THE_LESS_THE_BETTER));
    }

    @Test
    void allClassesCountTheSame() {
        var uses = List.of(new StorageUse(1, 100), new StorageUse(5_000, 10_000));
        assertEquals(75, StorageScore.of(uses, THE_LESS_THE_BETTER));
        assertEquals(0, StorageScore.of(List.of(), THE_LESS_THE_BETTER));
    }

    /** A claim for half of what is left on node a, and for a tenth of what is left on node b. */
    private static final class Known implements Volumes {
        private static JsonMap capacity(String zone, String size) {
            return Cluster.json("{'storageClassName':'late','capacity':'" + size
                    + "','nodeTopology':{'matchLabels':{'zone':'" + zone + "'}}}");
        }

        @Override
        public Optional<JsonMap> claim(String namespace, String name) {
            return Optional.of(
                    Cluster.json("{'metadata':{'namespace':'default','name':'data'},'spec':{'storageClassName':'late',"
                            + "'resources':{'requests':{'storage':'5Gi'}}}}"));
        }

        @Override
        public Optional<JsonMap> storageClass(String name) {
            return Optional.of(Cluster.json("{'provisioner':'p','volumeBindingMode':'WaitForFirstConsumer'}"));
        }

        @Override
        public Optional<JsonMap> driver(String name) {
            return Optional.of(Cluster.json("{'spec':{'storageCapacity':true}}"));
        }

        @Override
        public List<JsonMap> capacities(String storageClass) {
            return List.of(capacity("a", "10Gi"), capacity("b", "50Gi"));
        }
    }

    private static SchedulerConfig configured(String arguments) {
        return SchedulerConfig.of(Cluster.json("{'apiVersion':'kubescheduler.config.k8s.io/v1',"
                + "'kind':'KubeSchedulerConfiguration','profiles':[{'pluginConfig':[{'name':'VolumeBinding','args':"
                + arguments + "}]}]}"));
    }

    private static String chosen(SchedulerConfig config) {
        var pod = Cluster.pod(
                "p", 0, 100, "p", "{'volumes':[{'name':'d','persistentVolumeClaim':{'claimName':'data'}}]}");
        var cluster = new Cluster().node("a", 4000, "a").node("b", 1000, "b").volumes(new Known());
        return assertInstanceOf(
                        Decision.Bind.class,
                        cluster.decide(pod, config.profiles().getFirst()))
                .node();
    }

    @Test
    void moreRoomForVolumesIsBetterWithTheFeature() {
        assertEquals("a", chosen(SchedulerConfig.DEFAULT));
        assertEquals("b", chosen(SchedulerConfig.DEFAULT.scoringVolumes()));
        var full = configured("{'shape':[{'utilization':0,'score':0},{'utilization':100,'score':10}]}");
        assertEquals("a", chosen(full.scoringVolumes()));
    }

    @Test
    void shapesAreForTheFeatureAndHaveAnOrder() {
        var shaped = configured("{'shape':[{'utilization':0,'score':0}]}");
        assertEquals(
                "VolumeBinding: unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring",
                assertThrows(SchedulerException.class, shaped::withoutVolumeShapes)
                        .getMessage());
        assertEquals(
                "shape[1].utilization: Invalid value: 5: values must be sorted in increasing order",
                refused("{'shape':[{'utilization':9,'score':0},{'utilization':5,'score':1}]}"));
        assertEquals(
                "shape[0].score: Invalid value: 11: not in valid range [0, 10]",
                refused("{'shape':[{'utilization':9,'score':11}]}"));
    }

    private static String refused(String arguments) {
        return String.valueOf(assertThrows(SchedulerException.class, () -> configured(arguments))
                .getMessage());
    }
}
