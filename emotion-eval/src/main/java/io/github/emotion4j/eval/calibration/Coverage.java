package io.github.emotion4j.eval.calibration;

import io.github.emotion4j.eval.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What answering only above a confidence gains: the share of texts answered against the accuracy on them.
 *
 * @param points from all texts (least confidence) to the surest few; never empty
 */
public record Coverage(List<Point> points) {

    /** Keeps an unmodifiable copy. */
    public Coverage {
        points = List.copyOf(points);
    }

    /**
     * One least confidence.
     *
     * @param confidence texts below are not answered
     * @param coverage share of texts answered, in (0, 1]
     * @param accuracy share of right answers among them
     */
    public record Point(double confidence, double coverage, double accuracy) {}

    /**
     * The whole curve.
     *
     * @param most points at most, at least 2; spread evenly over the rows
     */
    public static Coverage of(Evaluation evaluation, int most) {
        int rows = evaluation.rows();
        int[] surestFirst = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -evaluation.confidence(row)))
                .mapToInt(Integer::intValue)
                .toArray();
        var points = new ArrayList<Point>();
        int right = 0;
        int step = Math.max(1, (rows + most - 1) / most);
        for (int at = 0; at < rows; at++) {
            int row = surestFirst[at];
            right += evaluation.predicted(row) == evaluation.truth(row) ? 1 : 0;
            boolean last = at == rows - 1;
            // rows of one confidence are answered together or not at all
            boolean tied = !last && evaluation.confidence(surestFirst[at + 1]) == evaluation.confidence(row);
            int before = points.isEmpty()
                    ? 0
                    : (int) Math.round(points.get(points.size() - 1).coverage() * rows);
            if (last || !tied && at + 1 - before >= step) {
                points.add(new Point(evaluation.confidence(row), (at + 1.0) / rows, right / (at + 1.0)));
            }
        }
        java.util.Collections.reverse(points);
        return new Coverage(points);
    }

    /** Coverage and accuracy when texts below a confidence are left unanswered; the accuracy is NaN if none is left. */
    public static Point at(Evaluation evaluation, double confidence) {
        int answered = 0;
        int right = 0;
        for (int row = 0; row < evaluation.rows(); row++) {
            if (evaluation.confidence(row) >= confidence) {
                answered++;
                right += evaluation.predicted(row) == evaluation.truth(row) ? 1 : 0;
            }
        }
        return new Point(
                confidence,
                (double) answered / evaluation.rows(),
                answered == 0 ? Double.NaN : (double) right / answered);
    }
}
