/** What the kernel has to be told before pods can talk. */
@NullMarked
package dev.jibe.network.pods;

import org.jspecify.annotations.NullMarked;
