/** Answers to the question how much is left of pools of devices. */
@NullMarked
package dev.jibe.controllers.poolstatus;

import org.jspecify.annotations.NullMarked;
