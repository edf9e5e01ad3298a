/** How long nodes may keep Secrets and ConfigMaps without asking: the more nodes, the longer. */
@NullMarked
package dev.jibe.controllers.nodettl;

import org.jspecify.annotations.NullMarked;
