/** gRPC services that tests make. */
@NullMarked
package dev.jibe.server.grpc;

import org.jspecify.annotations.NullMarked;
