package dev.jibe.controllers.endpointslice;

import dev.jibe.object.api.discovery.v1.EndpointSlice;

/** Everything an EndpointSlice controller can do to the world. */
sealed interface Action {

    /** Create a slice; the API server gives it its name. */
    record CreateSlice(EndpointSlice slice) implements Action {}

    /** Replace a slice, if it is still the one that was looked at. */
    record UpdateSlice(EndpointSlice slice) implements Action {}

    /** Delete a slice that nothing is left for. */
    record DeleteSlice(String name, String uid) implements Action {}
}
