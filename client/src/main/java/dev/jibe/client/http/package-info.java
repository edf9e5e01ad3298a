/** The API over HTTP: for components in a process of their own. */
@NullMarked
package dev.jibe.client.http;

import org.jspecify.annotations.NullMarked;
