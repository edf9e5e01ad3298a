/** The container runtime as the node agent sees it, and the one place that speaks CRI v1 over gRPC. */
@NullMarked
package dev.jibe.node.cri;

import org.jspecify.annotations.NullMarked;
