/** The client of the API: requests, caches, work queues, events. */
@NullMarked
package dev.jibe.client;

import org.jspecify.annotations.NullMarked;
