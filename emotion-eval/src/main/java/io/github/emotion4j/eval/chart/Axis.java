package io.github.emotion4j.eval.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis: values to positions, and round numbers to write along it.
 *
 * @param low value at the beginning
 * @param high value at the end, greater than {@code low}
 * @param from position of {@code low}
 * @param to position of {@code high}
 */
record Axis(double low, double high, double from, double to) {

    /** An axis from 0 to at least the given value, ending at a round number. */
    static Axis fromZero(double most, double from, double to) {
        double step = step(Double.isFinite(most) && most > 0 ? most : 1, 4);
        double high = Math.ceil((Double.isFinite(most) && most > 0 ? most : 1) / step - 1e-9) * step;
        return new Axis(0, high, from, to);
    }

    /** An axis around the given values, beginning and ending at round numbers. */
    static Axis around(double least, double most, double from, double to) {
        if (!Double.isFinite(least) || !Double.isFinite(most)) {
            return new Axis(0, 1, from, to);
        }
        double step = step(most > least ? most - least : Math.max(Math.abs(most), 1e-3), 4);
        double low = Math.floor(least / step + 1e-9) * step;
        double high = Math.ceil(most / step - 1e-9) * step;
        return new Axis(low, high > low ? high : low + step, from, to);
    }

    double position(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** About five round numbers from one end to the other. */
    List<Double> ticks() {
        double step = step(high - low, 5);
        var ticks = new ArrayList<Double>();
        for (long at = Math.round(Math.ceil(low / step - 1e-9)); at * step <= high + 1e-9 * step; at++) {
            ticks.add(at * step);
        }
        return ticks;
    }

    private static double step(double span, int parts) {
        double raw = span / parts;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double lead = raw / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10);
    }

    /** A tick as short as it can be written. */
    static String label(double tick) {
        if (Math.abs(tick) >= 10000) {
            return String.format(Locale.ROOT, "%.0fk", tick / 1000);
        }
        String text = String.format(Locale.ROOT, "%.4f", tick);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "").replaceAll("^-0$", "0");
    }
}
