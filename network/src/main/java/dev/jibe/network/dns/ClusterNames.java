package dev.jibe.network.dns;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Optional;

/** What the names of a cluster are made of; read at the moment of each question. */
interface ClusterNames {

    Optional<JsonMap> service(String namespace, String name);

    /** The endpoint slices of a service. */
    List<JsonMap> slices(String namespace, String service);

    /** The services that have the cluster address. */
    List<JsonMap> servicesAt(String clusterIp);

    boolean hasNamespace(String namespace);
}
