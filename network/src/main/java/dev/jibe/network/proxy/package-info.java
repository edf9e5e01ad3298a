/** Services: the addresses that nobody has, and the rules that lead from them to pods. */
@NullMarked
package dev.jibe.network.proxy;

import org.jspecify.annotations.NullMarked;
