/** Events: what components tell people about objects. */
@NullMarked
package dev.jibe.client.events;

import org.jspecify.annotations.NullMarked;
