/**
 * The EndpointSlice controller: writes down which pods are behind a Service, in slices of bounded size.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/">EndpointSlices</a>.
 */
@NullMarked
package dev.jibe.controllers.endpointslice;

import org.jspecify.annotations.NullMarked;
