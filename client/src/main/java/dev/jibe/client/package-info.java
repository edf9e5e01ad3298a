/**
 * The client of the API: what to ask ({@link dev.jibe.client.Call}), through what ({@link dev.jibe.client.Transport}),
 * and the typed way to do both ({@link dev.jibe.client.Client}).
 */
@NullMarked
package dev.jibe.client;

import org.jspecify.annotations.NullMarked;
