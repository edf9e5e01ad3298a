/** Counters, gauges and histograms with labels, and the text in which Prometheus reads them. */
@NullMarked
package dev.jibe.runtime.metrics;

import org.jspecify.annotations.NullMarked;
