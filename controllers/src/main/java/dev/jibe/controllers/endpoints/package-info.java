/**
 * The Endpoints controller: what the EndpointSlice controller writes, in the older form that some clients still read.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/services-networking/service/#endpoints">Endpoints</a>.
 */
@NullMarked
package dev.jibe.controllers.endpoints;

import org.jspecify.annotations.NullMarked;
