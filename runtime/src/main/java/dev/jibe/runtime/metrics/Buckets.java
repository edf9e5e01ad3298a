package dev.jibe.runtime.metrics;

/** Upper bounds of buckets of histograms. */
public final class Buckets {

    private Buckets() {}

    /** So many bounds, of which each is {@code step} more than the one before. */
    public static double[] linear(double first, double step, int count) {
        var bounds = new double[count];
        for (int i = 0; i < count; i++) {
            bounds[i] = first + i * step;
        }
        return bounds;
    }

    /** So many bounds, of which each is {@code factor} times the one before. */
    public static double[] exponential(double first, double factor, int count) {
        var bounds = new double[count];
        double bound = first;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= factor;
        }
        return bounds;
    }
}
