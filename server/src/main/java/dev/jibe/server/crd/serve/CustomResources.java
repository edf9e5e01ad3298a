package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.Ids;
import dev.jibe.runtime.logging.Log;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.crd.definition.Conditions;
import dev.jibe.server.crd.definition.DefinitionStrategy;
import dev.jibe.server.crd.rules.RuleMetrics;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.webhook.WebhookClient;
import dev.jibe.store.Entry;
import dev.jibe.store.Event;
import dev.jibe.store.Store;
import dev.jibe.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Follows the definitions in the store and serves what they define, a few moments after each change.
 *
 * <p>One thread hears of changes in their order, decides on names, publishes the resources and only then writes the
 * status, so that whoever sees a definition established finds it served.
 */
public final class CustomResources implements AutoCloseable {

    public static final String BUCKET = "customresourcedefinitions.apiextensions.k8s.io";

    private static final Log LOG = Log.of(CustomResources.class);
    private static final int BATCH = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Store<JsonMap> store;
    private final Resources resources;
    private final StatusWriter status;
    private final Cleanup cleanup;
    private final WebhookClient webhooks;
    private final Ids ids;
    private final Clock clock;
    private final RuleMetrics rules;
    private final ConversionMetrics conversions;
    private final Map<String, Served> served = new TreeMap<>();
    private volatile boolean closed;

    /** A definition with what is served for it. */
    private record Served(JsonMap object, Definition definition, List<Resource> resources) {}

    public CustomResources(
            Store<JsonMap> store,
            Resources resources,
            StatusWriter status,
            Cleanup cleanup,
            WebhookClient webhooks,
            Metrics metrics,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.resources = resources;
        this.status = status;
        this.cleanup = cleanup;
        this.webhooks = webhooks;
        this.ids = ids;
        this.clock = clock;
        this.rules = new RuleMetrics(metrics, clock);
        this.conversions = new ConversionMetrics(metrics, clock);
    }

    /** Serves the definitions that are there, and from now on hears of changes. */
    public void start() {
        long revision = load();
        Thread.ofVirtual().name("custom-resources").start(() -> follow(revision));
    }

    private long load() {
        var snapshot = store.latest();
        served.clear();
        for (var entry : snapshot.range(BUCKET)) {
            served.put(entry.key(), read(entry.value()));
        }
        var changed = new LinkedHashSet<>(served.keySet());
        settle(changed);
        return snapshot.revision();
    }

    private void follow(long from) {
        long revision = from;
        while (!closed) {
            try (var watch = store.watch(BUCKET, "", revision)) {
                while (!closed) {
                    var events = watch.take(BATCH, PATIENCE);
                    if (!events.isEmpty()) {
                        hearAll(events);
                    }
                    revision = watch.revision();
                }
            } catch (StoreException.Compacted e) {
                revision = loadLater();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException.Unavailable e) {
                if (!closed) {
                    LOG.error("custom resources are no longer followed", e);
                }
                return;
            } catch (StoreException e) {
                LOG.warn("what was decided on definitions was not written, trying again", e);
                revision = loadLater();
            }
        }
    }

    /** Begins anew, as soon as the store takes writes again. */
    private long loadLater() {
        while (true) {
            try {
                clock.sleep(PAUSE);
                return load();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return store.revision();
            } catch (StoreException.Unreachable | StoreException.TimedOut e) {
                LOG.debug("the store is still away");
            }
        }
    }

    /** One definition that cannot be served must not keep the others from being heard. */
    private void hearAll(List<Event<JsonMap>> events) {
        for (var event : events) {
            try {
                hear(List.of(event));
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error(
                        "a definition is not served", e, "name", event.current().key());
            }
        }
    }

    private void hear(List<Event<JsonMap>> events) {
        var changed = new LinkedHashSet<String>();
        for (var event : events) {
            Entry<JsonMap> entry = event.current();
            if (event.type() == Event.Type.DELETED) {
                served.remove(entry.key());
                changed.addAll(sameGroup(entry.value().map("spec").string("group")));
            } else {
                served.put(entry.key(), read(entry.value()));
                changed.add(entry.key());
            }
        }
        settle(changed);
    }

    /** What is read is kept as long as the spec is the same; a schema may be large. */
    private Served read(JsonMap object) {
        var known = served.get(object.map("metadata").string("name"));
        var definition = known != null && known.definition().spec().equals(object.map("spec"))
                ? known.definition()
                : Definition.of(object, rules);
        return new Served(object, definition, List.of());
    }

    private List<String> sameGroup(String group) {
        return served.entrySet().stream()
                .filter(e -> e.getValue().definition().group().equals(group))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Decides on the definitions, publishes, and then writes down what was decided. */
    private void settle(Iterable<String> names) {
        var decided = new ArrayList<JsonMap>();
        for (var name : names) {
            var known = served.get(name);
            if (known == null) {
                continue;
            }
            var others = sameGroup(known.definition().group()).stream()
                    .filter(other -> !other.equals(name))
                    .map(other -> served.get(other))
                    .filter(Objects::nonNull)
                    .map(Served::object)
                    .toList();
            var before = known.object();
            var after = isTerminating(before) ? before : Naming.decide(before, others, clock.now());
            served.put(name, new Served(after, known.definition(), resourcesOf(known.definition(), after)));
            if (!after.equals(before)) {
                decided.add(after);
            }
            if (isTerminating(after)) {
                cleanup.begin(after, storage(known.definition(), after));
            }
        }
        resources.publish(
                served.values().stream().flatMap(s -> s.resources().stream()).toList());
        decided.forEach(this::write);
    }

    private void write(JsonMap definition) {
        try {
            status.write(definition);
        } catch (ApiException e) {
            // It was changed or deleted meanwhile, and will be looked at again.
            LOG.debug(
                    "status of a definition was not written",
                    "name",
                    definition.map("metadata").string("name"));
        }
    }

    private static boolean isTerminating(JsonMap definition) {
        return definition.map("metadata").has("deletionTimestamp")
                && definition.map("metadata").list("finalizers").stream()
                        .anyMatch(DefinitionStrategy.FINALIZER::equals);
    }

    private Converter converter(Definition definition) {
        var conversion = definition.spec().map("conversion");
        return conversion.string("strategy").equals("Webhook")
                ? new WebhookConverter(definition.name(), conversion.map("webhook"), webhooks, conversions, ids)
                : Converter.RELABEL;
    }

    private List<Resource> resourcesOf(Definition definition, JsonMap object) {
        if (!Conditions.isTrue(object, Conditions.ESTABLISHED)) {
            return List.of();
        }
        boolean terminating = object.map("metadata").has("deletionTimestamp");
        return definition.versions().stream()
                .filter(VersionDefinition::served)
                .map(version -> CustomResource.of(definition, version, converter(definition), terminating))
                .toList();
    }

    /** The resource in its stored version, served or not. */
    private Resource storage(Definition definition, JsonMap object) {
        var version = definition.version(definition.storageVersion());
        return CustomResource.of(
                definition,
                version == null ? definition.versions().getFirst() : version,
                converter(definition),
                isTerminating(object));
    }

    @Override
    public void close() {
        closed = true;
        cleanup.close();
    }
}
