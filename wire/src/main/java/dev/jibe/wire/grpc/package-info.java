/** Connections to gRPC services of this machine or network, without TLS. */
@NullMarked
package dev.jibe.wire.grpc;

import org.jspecify.annotations.NullMarked;
