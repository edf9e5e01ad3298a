/** Services, DNS and the pod network of a node. */
@NullMarked
package dev.jibe.network;

import org.jspecify.annotations.NullMarked;
