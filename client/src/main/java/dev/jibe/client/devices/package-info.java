/** What is known of devices that several components have to agree on. */
@NullMarked
package dev.jibe.client.devices;

import org.jspecify.annotations.NullMarked;
