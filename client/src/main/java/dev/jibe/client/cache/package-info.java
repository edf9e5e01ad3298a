/**
 * The part of the API that a component looks at, kept up to date by watching.
 *
 * <p>{@link dev.jibe.client.cache.Informers} has one {@link dev.jibe.client.cache.Informer} for each kind; its
 * {@link dev.jibe.client.cache.Cache} holds the very trees that the transport hands over, so that inside one process no
 * object exists twice.
 */
@NullMarked
package dev.jibe.client.cache;

import org.jspecify.annotations.NullMarked;
