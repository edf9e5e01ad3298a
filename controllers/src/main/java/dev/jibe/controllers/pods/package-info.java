/** What controllers ask of a pod's status. */
@NullMarked
package dev.jibe.controllers.pods;

import org.jspecify.annotations.NullMarked;
