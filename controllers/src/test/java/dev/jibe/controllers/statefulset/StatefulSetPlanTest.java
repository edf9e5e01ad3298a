package dev.jibe.controllers.statefulset;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.ownership.Owners;
import dev.jibe.controllers.revisions.HistoryPlan;
import dev.jibe.controllers.revisions.Snapshot;
import dev.jibe.controllers.statefulset.Action.CreatePod;
import dev.jibe.controllers.statefulset.Action.DeletePod;
import dev.jibe.controllers.statefulset.Action.TellConflict;
import dev.jibe.controllers.statefulset.Action.TellUpdate;
import dev.jibe.controllers.statefulset.Action.UpdateClaim;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.apps.v1.ControllerRevision;
import dev.jibe.object.api.apps.v1.StatefulSet;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.api.v1.PersistentVolumeClaim;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.json.Json;
import dev.jibe.object.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetPlanTest {

    /** A StatefulSet, its pods, claims and history; plans are carried out at once, pods get ready when told to. */
    private static final class World {
        StatefulSet set;
        final List<ControllerRevision> history = new ArrayList<>();
        final Map<String, Pod> pods = new HashMap<>();
        final Map<String, PersistentVolumeClaim> claims = new HashMap<>();
        boolean several;
        int made;

        World(int replicas, String spec) {
            set = Fixtures.object(StatefulSet.KIND, "db", """
                    {'spec': {'replicas': %d, 'serviceName': 'db', 'selector': {'matchLabels': {'app': 'db'}},
                     'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': 0}},
                     'template': {'metadata': {'labels': {'app': 'db'}}, 'spec': {'containers': [{'name': 'c', 'image': 'v1'}]}}}}""".formatted(replicas));
            var given = Json.parseMap(spec.replace('\'', '"'));
            for (int i = 0; i < given.size(); i++) {
                set = new StatefulSet(set.tree().withAt(given.valueAt(i), "spec", given.keyAt(i)));
            }
        }

        StatefulSetPlan plan() {
            var past = HistoryPlan.of(new HistoryPlan.Observed(
                    StatefulSet.KIND,
                    set,
                    LabelSelector.of(set.spec().selector().tree()),
                    set.spec().template(),
                    () -> Snapshot.of(set.spec().template()).hash(0),
                    "hash",
                    history));
            if (past.isNew()) {
                history.add(past.present()
                        .withMetadata(
                                past.present().metadata().withUid(past.present().name())));
            } else {
                history.replaceAll(it -> it.name().equals(past.present().name()) ? past.present() : it);
            }
            var current = past.held().stream()
                    .filter(it -> it.name().equals(set.status().currentRevision()))
                    .findFirst()
                    .orElse(past.present());
            return StatefulSetPlan.of(
                    new Observed(set, current, past.present(), List.copyOf(pods.values()), claims, several, NOW));
        }

        World step() {
            var plan = plan();
            plan.actions().forEach(this::apply);
            set = set.withStatus(plan.status());
            return this;
        }

        private void apply(Action action) {
            switch (action) {
                case CreatePod(Pod pod, List<PersistentVolumeClaim> missing, List<String> leaving) -> {
                    missing.forEach(claim -> claims.put(claim.name(), claim));
                    if (!leaving.isEmpty()) {
                        return;
                    }
                    var uid = pod.name() + "/" + made++;
                    pods.put(pod.name(), pod.withMetadata(pod.metadata().withUid(uid)));
                }
                case DeletePod(String name, String uid) -> pods.remove(name);
                case TellUpdate tell -> {}
                case UpdateClaim(PersistentVolumeClaim claim) -> claims.put(claim.name(), claim);
                default -> throw new AssertionError("not expected here: " + action);
            }
        }

        void ready(String name) {
            var condition = JsonMap.of("type", "Ready", "status", "True", "lastTransitionTime", NOW.toString());
            var status = JsonMap.of("phase", "Running", "conditions", JsonList.of(condition));
            pods.computeIfPresent(name, (same, pod) -> new Pod(pod.tree().with("status", status)));
        }

        /** Until all that is wanted is there, is ready and is of the present template. */
        World settle() {
            for (int i = 0; i < 200; i++) {
                step();
                pods.keySet().forEach(this::ready);
                if (plan().actions().isEmpty()) {
                    return step();
                }
            }
            throw new AssertionError("does not settle: " + plan());
        }

        Pod pod(String name) {
            return Objects.requireNonNull(pods.get(name), name);
        }

        PersistentVolumeClaim claim(String name) {
            return Objects.requireNonNull(claims.get(name), name);
        }

        void image(String image) {
            var container = set.spec().template().spec().containers().getFirst().withImage(image);
            var template = set.spec().template();
            template = template.withSpec(template.spec().withContainers(List.of(container)));
            set = set.withSpec(set.spec().withTemplate(template));
        }

        String images() {
            return String.join(
                    " ",
                    new TreeSet<>(pods.keySet())
                            .stream()
                                    .map(name -> name + "="
                                            + pod(name)
                                                    .spec()
                                                    .containers()
                                                    .getFirst()
                                                    .image())
                                    .toList());
        }
    }

    private static List<String> names(StatefulSetPlan plan) {
        return plan.actions().stream()
                .map(action -> switch (action) {
                    case CreatePod create -> "+" + create.pod().name() + String.join(",", create.leaving());
                    case DeletePod(String name, String uid) -> "-" + name;
                    case UpdateClaim(PersistentVolumeClaim claim) -> "own " + claim.name();
                    case TellUpdate(String pod) -> "tell " + pod;
                    case TellConflict(String claim) -> "conflict " + claim;
                    default -> action.toString();
                })
                .toList();
    }

    @Test
    void oneAfterTheOther() {
        var world = new World(3, "{}");
        assertEquals(List.of("+db-0"), names(world.plan()));
        world.step();
        assertEquals(List.of(), names(world.plan()));
        world.ready("db-0");
        assertEquals(List.of("+db-1"), names(world.plan()));
    }

    @Test
    void allAtOnceInParallel() {
        var world = new World(3, "{'podManagementPolicy': 'Parallel', 'ordinals': {'start': 5}}");
        assertEquals(List.of("+db-5", "+db-6", "+db-7"), names(world.plan()));
    }

    @Test
    void whoTheyAre() {
        var world = new World(1, "{'volumeClaimTemplates': [{'metadata': {'name': 'data'}, 'spec': {}}]}").settle();
        var pod = world.pod("db-0");
        assertEquals("db-0", pod.spec().hostname());
        assertEquals("db", pod.spec().subdomain());
        assertEquals("db-0", pod.labels().get("statefulset.kubernetes.io/pod-name"));
        assertEquals("0", pod.labels().get("apps.kubernetes.io/pod-index"));
        assertEquals(
                "data-db-0",
                pod.spec().volumes().getFirst().persistentVolumeClaim().claimName());
        assertEquals(Map.of("app", "db"), world.claim("data-db-0").labels());
    }

    @Test
    void theLastGoesFirstAndOneAtATime() {
        var world = new World(3, "{}").settle();
        world.set = world.set.withSpec(world.set.spec().withReplicas(0));
        assertEquals(List.of("-db-2"), names(world.plan()));
        assertEquals(List.of("-db-1"), names(world.step().plan()));
    }

    @Test
    void aBrokenPodHoldsUpTheRest() {
        var world = new World(2, "{}").settle();
        var pod = world.pod("db-0");
        world.pods.put("db-0", pod.withStatus(pod.status().withoutConditions()));
        world.set = world.set.withSpec(world.set.spec().withReplicas(3));
        assertEquals(List.of(), names(world.plan()));
        world.pods.put("db-0", pod.withStatus(pod.status().withPhase("Failed")));
        assertEquals(List.of("-db-0"), names(world.plan()));
    }

    @Test
    void anUpdateBeginsAtTheEndAndStopsAtThePartition() {
        var world = new World(3, "{'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': 1}}}")
                .settle();
        world.image("v2");
        assertEquals(List.of("-db-2"), names(world.plan()));
        world.settle();
        assertEquals("db-0=v1 db-1=v2 db-2=v2", world.images());
        assertEquals(2, world.set.status().updatedReplicas());
        world.pods.remove("db-0");
        assertEquals("db-0=v1 db-1=v2 db-2=v2", world.settle().images());
    }

    @Test
    void onDeleteWaitsForSomebodyElse() {
        var world = new World(2, "{'updateStrategy': {'type': 'OnDelete'}}").settle();
        world.image("v2");
        assertEquals(List.of(), names(world.plan()));
        world.pods.remove("db-1");
        assertEquals("db-0=v1 db-1=v2", world.settle().images());
    }

    @Test
    void severalMayBeUnavailable() {
        var world = new World(4, """
                {'podManagementPolicy': 'Parallel',
                 'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': 0, 'maxUnavailable': '50%'}}}""").settle();
        world.image("v2");
        assertEquals(List.of("-db-3"), names(world.plan()), "the feature is off");
        world.several = true;
        assertEquals(List.of("-db-3", "-db-2"), names(world.plan()));
        world.pods.remove("db-0");
        assertEquals(List.of("+db-0", "-db-3"), names(world.plan()), "one is unavailable anyway");
        world.pods.remove("db-1");
        assertEquals(List.of("+db-0", "+db-1"), names(world.plan()));
    }

    @ParameterizedTest
    @CsvSource({"Retain,Retain,''", "Retain,Delete,StatefulSet", "Delete,Delete,Pod", "Delete,Retain,Pod"})
    void whoOwnsTheClaimOfAPodThatGoes(String scaled, String deleted, String owner) {
        var world = new World(1, """
                {'volumeClaimTemplates': [{'metadata': {'name': 'data'}, 'spec': {}}],
                 'persistentVolumeClaimRetentionPolicy': {'whenScaled': '%s', 'whenDeleted': '%s'}}""".formatted(scaled, deleted)).settle();
        world.set = world.set.withSpec(world.set.spec().withReplicas(0));
        world.settle();
        var owners = world.claim("data-db-0").metadata().ownerReferences();
        assertEquals(owner, owners.isEmpty() ? "" : owners.getFirst().kind());
    }

    private static final String WITH_CLAIMS = """
            {'volumeClaimTemplates': [{'metadata': {'name': 'data'}, 'spec': {}}],
             'persistentVolumeClaimRetentionPolicy': {'whenScaled': '%s', 'whenDeleted': '%s'}}""";

    @Test
    void aPodWaitsForClaimsOfItsNameToGo() {
        var world = new World(1, WITH_CLAIMS.formatted("Retain", "Retain")).settle();
        world.pods.clear();
        var claim = world.claim("data-db-0");
        world.claims.put(claim.name(), claim.withMetadata(claim.metadata().withDeletionTimestamp(NOW)));
        assertEquals(List.of("+db-0data-db-0"), names(world.plan()));
        assertFalse(world.plan().scales());
    }

    /** By who owns the claim: the set, the pod, others of their names, or a stranger, as controller or not. */
    @ParameterizedTest
    @CsvSource({
        "Retain,Retain,set,'own data-db-0,tell db-0',''",
        "Retain,Delete,set,'',set",
        "Retain,Delete,'','own data-db-0,tell db-0',set",
        "Retain,Delete,set-,'own data-db-0,tell db-0',set",
        "Retain,Delete,set other-,'',set other-",
        "Retain,Delete,'set pod','own data-db-0,tell db-0',set",
        "Retain,Delete,other,'',other",
        "Retain,Retain,other,'',other",
        "Retain,Delete,set other,'conflict data-db-0,own data-db-0,tell db-0',other",
        "Delete,Retain,'','',''",
        "Delete,Retain,pod,'own data-db-0,tell db-0',''",
        "Delete,Delete,pod,'own data-db-0,tell db-0',set",
        "Retain,Delete,stale-set,'',stale-set",
        "Retain,Retain,stale-pod,'',stale-pod"
    })
    void whoOwnsTheClaimOfAPodThatStays(String scaled, String deleted, String before, String actions, String after) {
        var world = new World(1, WITH_CLAIMS.formatted(scaled, deleted)).settle();
        var claim = world.claim("data-db-0");
        var owners = Arrays.stream(before.split(" "))
                .filter(it -> !it.isEmpty())
                .map(it -> owner(world, it))
                .toList();
        world.claims.put(claim.name(), claim.withMetadata(claim.metadata().withOwnerReferences(owners)));
        assertEquals(actions, String.join(",", names(world.plan())));
        for (var action : world.plan().actions()) {
            if (action instanceof UpdateClaim update) {
                world.apply(update);
            }
        }
        assertEquals(
                Arrays.stream(after.split(" "))
                        .filter(it -> !it.isEmpty())
                        .map(it -> owner(world, it))
                        .toList(),
                world.claim("data-db-0").metadata().ownerReferences());
        assertEquals(List.of(), names(world.plan()));
    }

    private static OwnerReference owner(World world, String who) {
        var set = Owners.controllerReference(StatefulSet.KIND, world.set);
        var pod = Owners.controllerReference(Pod.KIND, world.pod("db-0"));
        return switch (who) {
            case "set" -> set;
            case "set-" -> set.withController(false);
            case "stale-set" -> set.withUid("stale");
            case "pod" -> pod;
            case "stale-pod" -> pod.withUid("stale");
            case "other" -> set.withName("other").withUid("other");
            case "other-" -> set.withName("other").withUid("other").withController(false);
            default -> throw new AssertionError(who);
        };
    }

    @Test
    void claimsOfAPendingPodAreOwnedToo() {
        var world = new World(1, WITH_CLAIMS.formatted("Retain", "Delete")).step();
        world.pods.replaceAll((name, pod) -> pod.withStatus(pod.status().withPhase("Pending")));
        assertEquals(List.of("own data-db-0"), names(world.plan()));
    }

    @Test
    void aClaimThatGoesWithAnEarlierPodHoldsUpTheNext() {
        for (var scaled : List.of("Delete", "Retain")) {
            var world = new World(1, WITH_CLAIMS.formatted(scaled, "Retain")).settle();
            var claim = world.claim("data-db-0");
            world.claims.put(
                    claim.name(),
                    claim.withMetadata(claim.metadata().withOwnerReferences(List.of(owner(world, "pod")))));
            world.pods.clear();
            assertEquals(scaled.equals("Delete") ? List.of() : List.of("+db-0"), names(world.plan()));
        }
    }

    @Test
    void whenAllAreUpdatedTheUpdateIsTheCurrentRevision() {
        var world = new World(2, "{}").settle();
        var first = world.set.status().currentRevision();
        world.image("v2");
        world.settle();
        assertEquals(world.set.status().updateRevision(), world.set.status().currentRevision());
        world.image("v1");
        world.settle();
        assertEquals(first, world.set.status().currentRevision());
        assertEquals(2, world.history.size());
    }

    /** However it is scaled and changed, and whichever pods break, in the end all that is wanted is there. */
    @Test
    void everyChangeComesToAnEnd() {
        var random = Fixtures.random("StatefulSetPlanTest");
        for (int round = 0; round < 100; round++) {
            boolean ordered = random.nextBoolean();
            var world = new World(random.nextInt(5), ordered ? "{}" : "{'podManagementPolicy': 'Parallel'}");
            for (int step = 0; step < 40; step++) {
                disturb(world, random);
                var before = new TreeSet<>(world.pods.keySet());
                var plan = world.plan();
                if (ordered) {
                    assertTrue(plan.actions().size() <= 1, plan::toString);
                    for (var action : plan.actions()) {
                        if (action instanceof CreatePod create) {
                            int ordinal = Identity.ordinal(world.set, create.pod());
                            for (int i = 0; i < ordinal; i++) {
                                assertTrue(before.contains("db-" + i), "db-" + ordinal + " before db-" + i);
                            }
                        }
                    }
                }
                world.step();
            }
            world.pods.keySet().forEach(world::ready);
            world.settle();
            assertEquals(world.set.spec().replicas(), world.pods.size());
            assertEquals(world.set.spec().replicas(), world.set.status().updatedReplicas());
        }
    }

    private static void disturb(World world, RandomGenerator random) {
        switch (random.nextInt(8)) {
            case 0 -> world.set = world.set.withSpec(world.set.spec().withReplicas(random.nextInt(5)));
            case 1 -> world.image("v" + random.nextInt(3));
            case 2 -> world.pods.keySet().stream().findFirst().ifPresent(name -> world.pods.remove(name));
            case 3 ->
                world.pods.replaceAll((name, pod) ->
                        random.nextBoolean() ? pod : pod.withStatus(pod.status().withPhase("Failed")));
            default ->
                world.pods.keySet().stream()
                        .filter(name -> random.nextBoolean())
                        .forEach(world::ready);
        }
    }
}
