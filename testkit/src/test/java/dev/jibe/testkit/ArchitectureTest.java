package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and the arrows between them: an arrow that is not here fails the build. */
final class ArchitectureTest {

    private static final String ROOT = "dev.jibe.";

    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("object", Set.of()),
            Map.entry("runtime", Set.of()),
            Map.entry("linux", Set.of()),
            Map.entry("wire", Set.of("runtime")),
            Map.entry("store", Set.of("runtime")),
            Map.entry("server", Set.of("object", "store", "wire", "runtime")),
            Map.entry("client", Set.of("object", "wire", "runtime")),
            Map.entry("controllers", Set.of("client")),
            Map.entry("scheduler", Set.of("client")),
            Map.entry("node", Set.of("client", "linux")),
            Map.entry("network", Set.of("client", "linux")),
            Map.entry("cli", Set.of("client")),
            Map.entry(
                    "jibe", Set.of("server", "client", "controllers", "scheduler", "node", "network", "cli", "linux")),
            Map.entry("testkit", Set.of("jibe")));

    /** Names that say nothing about what is inside. */
    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "helper", "helpers", "misc", "impl", "core", "internal");

    /** What is asked of the clock, or given as a parameter, so that tests can decide it. */
    private static final Set<String> ONLY_IN_RUNTIME = Set.of(
            "java.time.Instant.now",
            "java.lang.System.currentTimeMillis",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.lang.Thread.sleep");

    /** The generated views are left out: there are a thousand, all alike, and they use only their own module. */
    private static final ImportOption HAND_WRITTEN = location -> !location.contains("dev/jibe/object/api/");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(HAND_WRITTEN)
            .importPackages("dev.jibe");

    @Test
    void everyArrowIsInThePlan() {
        var wrong = new TreeSet<String>();
        for (var type : CLASSES) {
            var from = room(type.getPackageName());
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(ROOT) && !mayUse(from, room(target))) {
                    wrong.add(type.getName() + " uses "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyRoomIsLookedAt() {
        var seen = new TreeSet<String>();
        CLASSES.forEach(type -> seen.add(room(type.getPackageName())));
        var furnished = new TreeSet<>(ARROWS.keySet());
        // Rooms that stand empty so far.
        furnished.removeAll(Set.of("cli", "linux"));
        seen.removeAll(Set.of("cli", "linux"));
        assertEquals(furnished, seen);
    }

    @Test
    void packagesHaveNamesThatSaySomething() {
        var wrong = new TreeSet<String>();
        for (var type : CLASSES) {
            if (Stream.of(type.getPackageName().split("\\.")).anyMatch(EMPTY_NAMES::contains)) {
                wrong.add(type.getPackageName());
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void timeAndChanceComeFromOutside() {
        var wrong = new TreeSet<String>();
        for (var type : CLASSES) {
            if (!room(type.getPackageName()).equals("runtime")) {
                calls(type)
                        .filter(call ->
                                ONLY_IN_RUNTIME.contains(call.getTargetOwner().getName() + "." + call.getName()))
                        .forEach(call -> wrong.add(call.getDescription()));
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static Stream<JavaAccess<?>> calls(JavaClass type) {
        return Stream.concat(type.getAccessesFromSelf().stream(), type.getMethodReferencesFromSelf().stream());
    }

    private static String room(String packageName) {
        return List.of(packageName.substring(ROOT.length()).split("\\.")).getFirst();
    }

    private static boolean mayUse(String from, String to) {
        var allowed = new HashSet<>(Set.of(from));
        Function<String, Set<String>> next = room -> ARROWS.getOrDefault(room, Set.of());
        for (int before = 0; before < allowed.size(); ) {
            before = allowed.size();
            Set.copyOf(allowed).forEach(room -> allowed.addAll(next.apply(room)));
        }
        return allowed.contains(to);
    }
}
