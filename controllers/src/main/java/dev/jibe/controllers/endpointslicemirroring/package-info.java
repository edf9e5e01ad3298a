/**
 * The EndpointSlice mirroring controller: Endpoints that somebody writes by hand, as EndpointSlices.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/services-networking/service/#endpointslice-mirroring">EndpointSlice
 * mirroring</a>.
 */
@NullMarked
package dev.jibe.controllers.endpointslicemirroring;

import org.jspecify.annotations.NullMarked;
