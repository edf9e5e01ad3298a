/** What services share: addresses and node ports. */
@NullMarked
package dev.jibe.server.registry.service;

import org.jspecify.annotations.NullMarked;
