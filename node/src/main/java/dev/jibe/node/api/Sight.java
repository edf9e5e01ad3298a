package dev.jibe.node.api;

/** How much of the API a node agent sees. */
public enum Sight {
    /** Everything, so that it watches what pods read. */
    EVERYTHING,

    /**
     * What the Node authorizer shows to a node: ConfigMaps and Secrets one by one, and only those that its pods name. It
     * fetches them, and looks now and then whether they have changed.
     */
    OWN_PODS
}
