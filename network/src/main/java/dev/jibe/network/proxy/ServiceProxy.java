package dev.jibe.network.proxy;

import dev.jibe.client.Selectors;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.network.Upkeep;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.View;
import dev.jibe.runtime.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the kernel's rules as the API's services and pods want them. */
public final class ServiceProxy implements AutoCloseable {

    private final String table;
    private final PodRange podRange;
    private final String nodeName;
    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Informer<Pod> pods;
    private final Upkeep upkeep;
    private @Nullable RuleSet current;

    /**
     * Prepares the proxy of one node.
     *
     * @param table name of the table, unique on the machine
     */
    public ServiceProxy(Informers informers, String table, PodRange podRange, String nodeName, Clock clock) {
        this.table = table;
        this.podRange = podRange;
        this.nodeName = nodeName;
        this.services = informers.of(Service.KIND);
        this.slices = informers.of(EndpointSlice.KIND);
        this.pods = informers.of(Pod.KIND, Selectors.fields("spec.nodeName=" + nodeName));
        this.upkeep = new Upkeep("service rules", this::sync, clock);
    }

    /** Starts; the rules are in place when the caches have been filled and the first transaction is through. */
    public ServiceProxy start() throws InterruptedException {
        services.onChange(change -> upkeep.changed());
        slices.onChange(change -> upkeep.changed());
        pods.onChange(change -> upkeep.changed());
        services.start();
        slices.start();
        pods.start();
        services.awaitSynced();
        slices.awaitSynced();
        pods.awaitSynced();
        sync();
        upkeep.start();
        return this;
    }

    private void sync() throws InterruptedException {
        var wanted = RuleSet.of(
                ServiceTable.of(trees(services), trees(slices), nodeName), HostPort.of(trees(pods), nodeName));
        var before = current;
        var commands = before == null
                ? Transaction.frame(table, podRange) + Transaction.between(table, RuleSet.EMPTY, wanted)
                : Transaction.between(table, before, wanted);
        // After a refusal the whole table is put up anew.
        current = null;
        if (!commands.isEmpty()) {
            Nft.apply(commands);
        }
        current = wanted;
    }

    private static <T extends ApiObject> List<JsonMap> trees(Informer<T> informer) {
        return informer.cache().all().stream().map(View::tree).toList();
    }

    @Override
    public void close() {
        upkeep.close();
    }

    /** Takes all rules back. */
    public static void remove(String table) throws InterruptedException {
        Nft.apply("table ip " + table + " {}\ndelete table ip " + table + "\n");
    }
}
