/** Programs outside that have a say in where pods go. */
@NullMarked
package dev.jibe.scheduler.extender;

import org.jspecify.annotations.NullMarked;
