package dev.jibe.jibe;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.metrics.Metrics;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.server.etcd.EtcdKeys;
import dev.jibe.server.etcd.EtcdMetrics;
import dev.jibe.server.etcd.EtcdValues;
import dev.jibe.server.registry.Resources;
import dev.jibe.store.Store;
import dev.jibe.store.StoreConfig;
import dev.jibe.store.etcd.EtcdConfig;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsContexts;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Opens the store over etcd; nothing of it is loaded in a process that does not. */
final class EtcdStore {

    private EtcdStore() {}

    static Store<JsonMap> open(
            EtcdSettings settings,
            StoreConfig limits,
            Encryption encryption,
            boolean cbor,
            Metrics metrics,
            Clock clock) {
        var schema = Schema.builtin();
        var keys = new EtcdKeys(settings.prefix(), schema);
        var values = new EtcdValues(schema, Resources.builtin(schema), keys, encryption, cbor);
        var config = new EtcdConfig(
                settings.servers(),
                Optional.empty(),
                EtcdConfig.REQUEST_TIMEOUT,
                settings.compactionInterval(),
                new EtcdMetrics(metrics));
        boolean secure = settings.servers().stream().anyMatch(each -> "https".equals(each.getScheme()));
        try {
            var complete =
                    secure ? config.withTls(TlsContexts.client(tls(settings), List.of(TlsContexts.HTTP_2))) : config;
            return Store.over(complete, keys, limits, values, clock);
        } catch (IOException e) {
            throw new UsageException("--etcd-cafile, --etcd-certfile, --etcd-keyfile: " + e.getMessage(), e);
        }
    }

    private static ClientTls tls(EtcdSettings settings) throws IOException, WireException {
        var tls = settings.authority().isPresent()
                ? ClientTls.trusting(
                        Pem.certificates(Files.readString(settings.authority().get())))
                : ClientTls.platform();
        if (settings.certificate().isEmpty() || settings.key().isEmpty()) {
            return tls;
        }
        return tls.as(new TlsIdentity(
                Pem.certificates(Files.readString(settings.certificate().get())),
                Pem.privateKey(Files.readString(settings.key().get()))));
    }
}
