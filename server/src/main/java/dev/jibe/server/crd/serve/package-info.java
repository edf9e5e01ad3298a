/** Custom resources at work: from definitions in the store to resources that the server answers for. */
@NullMarked
package dev.jibe.server.crd.serve;

import org.jspecify.annotations.NullMarked;
