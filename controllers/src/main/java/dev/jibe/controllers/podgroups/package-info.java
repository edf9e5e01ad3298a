/** Groups of pods, which stay as long as pods need them. */
@NullMarked
package dev.jibe.controllers.podgroups;

import org.jspecify.annotations.NullMarked;
