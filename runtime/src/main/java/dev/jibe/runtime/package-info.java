/** Clock, lifecycle, logging, metrics and bounded executors: what every room stands on. */
@NullMarked
package dev.jibe.runtime;

import org.jspecify.annotations.NullMarked;
