/** Whole clusters from a seed: a random workload under faults, and what must hold all the while and in the end. */
@NullMarked
package dev.jibe.simulation;

import org.jspecify.annotations.NullMarked;
