/** What of the scheduler can be configured, as upstream names it. */
@NullMarked
package dev.jibe.scheduler.config;

import org.jspecify.annotations.NullMarked;
