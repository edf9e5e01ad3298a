package dev.jibe.store.etcd;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells gRPC the addresses of one etcd's members, each under its own name; names are looked up anew when one fails. */
final class Endpoints extends NameResolverProvider {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final int PRIORITY = 5;

    private final List<URI> endpoints;
    private final String scheme = "etcd-" + COUNT.incrementAndGet();

    Endpoints(List<URI> endpoints) {
        this.endpoints = endpoints;
    }

    /** What a channel is to be opened for. */
    String target() {
        return scheme + ":///" + authority(endpoints.getFirst());
    }

    private static String authority(URI endpoint) {
        return endpoint.getHost() + ":" + port(endpoint);
    }

    /** 2379 is what etcd is registered under. */
    private static int port(URI endpoint) {
        return endpoint.getPort() > 0 ? endpoint.getPort() : 2379;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }

    @Override
    public String getDefaultScheme() {
        return scheme;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return new NameResolver() {
            private volatile @Nullable Listener2 listener;

            @Override
            public String getServiceAuthority() {
                return authority(endpoints.getFirst());
            }

            @Override
            public void start(Listener2 newListener) {
                listener = newListener;
                tell(newListener);
            }

            @Override
            public void refresh() {
                var told = listener;
                if (told != null) {
                    tell(told);
                }
            }

            @Override
            public void shutdown() {}
        };
    }

    private void tell(NameResolver.Listener2 listener) {
        List<EquivalentAddressGroup> groups =
                endpoints.stream().map(Endpoints::group).toList();
        listener.onResult2(NameResolver.ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(groups))
                .build());
    }

    private static EquivalentAddressGroup group(URI endpoint) {
        return new EquivalentAddressGroup(
                new InetSocketAddress(endpoint.getHost(), port(endpoint)),
                Attributes.newBuilder()
                        .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, authority(endpoint))
                        .build());
    }
}
