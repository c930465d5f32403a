package io.github.emotion4j.eval.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.AbstractTrainingNode;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.dataset.DatasetView;

/** A node of a growing tree: the split of least Gini impurity is sought among the edges of bins. Not thread-safe. */
@SuppressWarnings("serial") // Tribuo's nodes are serialisable; this one turns into one of Tribuo's before anybody could
final class BinnedTreeNode extends AbstractTrainingNode<Label> {

    private final Sample sample;
    private final int from;
    private final int to;
    private final int[] counts; // rows of the sample by label, repetitions included; numExamples is their sum

    /**
     * What all nodes of a tree share.
     *
     * @param columns of all rows
     * @param labels of Tribuo
     * @param labelOf Tribuo's id by row
     * @param times how often the sample holds a row, by row
     * @param rows rows that the sample holds, each once; those of a node stand side by side
     * @param histogram scratch: counts by bin and label
     */
    private record Sample(
            BinnedColumns columns,
            ImmutableOutputInfo<Label> labels,
            int[] labelOf,
            int[] times,
            int[] rows,
            int[] histogram) {}

    private BinnedTreeNode(Sample sample, int from, int to, int[] counts, int depth, LeafDeterminer leaves) {
        super(depth, Arrays.stream(counts).sum(), leaves);
        this.sample = sample;
        this.from = from;
        this.to = to;
        this.counts = counts;
        this.impurityScore = 1 - squares(counts) / ((double) numExamples * numExamples);
    }

    /** The node of all rows of a sample. */
    static BinnedTreeNode root(BinnedColumns columns, DatasetView<Label> view, LeafDeterminer leaves) {
        ImmutableOutputInfo<Label> labels = view.getOutputIDInfo();
        var labelOf = new int[columns.rows()];
        var times = new int[columns.rows()];
        var counts = new int[labels.size()];
        int[] drawn = view.getExampleIndices();
        for (int at = 0; at < drawn.length; at++) {
            int label = labels.getID(view.getExample(at).getOutput());
            labelOf[drawn[at]] = label;
            times[drawn[at]]++;
            counts[label]++;
        }
        int[] rows = Arrays.stream(drawn).sorted().distinct().toArray();
        var histogram = new int[BinnedColumns.MOST * counts.length];
        var sample = new Sample(columns, labels, labelOf, times, rows, histogram);
        return new BinnedTreeNode(sample, 0, rows.length, counts, 0, leaves);
    }

    @Override
    public List<AbstractTrainingNode<Label>> buildTree(
            int[] columns, SplittableRandom random, boolean useRandomSplitPoints) {
        Split best = null;
        for (int column : columns) {
            Split found = bestSplit(column, best == null ? squares(counts) / (double) numExamples : best.purity());
            best = found == null ? best : found;
        }
        if (best == null) {
            return List.of();
        }
        split = true;
        splitID = best.column();
        splitValue = sample.columns().edges()[best.column()][best.edge()];
        var lower = new int[counts.length];
        int middle = partition(best, lower);
        var upper = new int[counts.length];
        Arrays.setAll(upper, label -> counts[label] - lower[label]);
        var less = new BinnedTreeNode(sample, from, middle, lower, depth + 1, leafDeterminer);
        var greater = new BinnedTreeNode(sample, middle, to, upper, depth + 1, leafDeterminer);
        lessThanOrEqual = less;
        greaterThan = greater;
        var open = new ArrayList<AbstractTrainingNode<Label>>(2);
        for (BinnedTreeNode child : List.of(less, greater)) {
            if (!shouldMakeLeaf(child.impurityScore, child.getWeightSum())) {
                open.add(child);
            }
        }
        return open;
    }

    /**
     * A split.
     *
     * @param edge rows in bins up to this one are less than or equal
     * @param purity the sum over both sides of the squared counts over their sum; the greater, the less the Gini impurity
     */
    private record Split(int column, int edge, double purity) {}

    /** The best split of a column, if it is better than so much; midway where bins are empty. */
    private Split bestSplit(int column, double least) {
        int bins = sample.columns().edges()[column].length + 1;
        int labels = counts.length;
        int[] histogram = sample.histogram();
        Arrays.fill(histogram, 0, bins * labels, 0);
        for (int at = from; at < to; at++) {
            int row = sample.rows()[at];
            histogram[sample.columns().bin(column, row) * labels + sample.labelOf()[row]] += sample.times()[row];
        }
        Split best = null;
        double bestPurity = least * (1 + 1e-12); // rounding is no gain
        var lower = new int[labels];
        int lowerWeight = 0;
        int before = -1; // the last bin that holds rows
        for (int bin = 0; bin < bins && lowerWeight < numExamples; bin++) {
            int here = 0;
            for (int label = 0; label < labels; label++) {
                here += histogram[bin * labels + label];
            }
            if (here == 0) {
                continue;
            }
            if (before >= 0) {
                double purity = purity(lower, lowerWeight);
                if (purity > bestPurity) {
                    bestPurity = purity;
                    best = new Split(column, (before + bin - 1) / 2, purity);
                }
            }
            for (int label = 0; label < labels; label++) {
                lower[label] += histogram[bin * labels + label];
            }
            lowerWeight += here;
            before = bin;
        }
        return best;
    }

    private double purity(int[] lower, int lowerWeight) {
        double below = 0;
        double above = 0;
        for (int label = 0; label < lower.length; label++) {
            double other = counts[label] - lower[label];
            below += (double) lower[label] * lower[label];
            above += other * other;
        }
        return below / lowerWeight + above / (numExamples - lowerWeight);
    }

    /** Moves the rows of the lower side to the front, and counts them. */
    private int partition(Split chosen, int[] lower) {
        int[] rows = sample.rows();
        int middle = from;
        for (int at = from; at < to; at++) {
            int row = rows[at];
            if (sample.columns().bin(chosen.column(), row) <= chosen.edge()) {
                rows[at] = rows[middle];
                rows[middle++] = row;
                lower[sample.labelOf()[row]] += sample.times()[row];
            }
        }
        return middle;
    }

    private static double squares(int[] counts) {
        double sum = 0;
        for (int count : counts) {
            sum += (double) count * count;
        }
        return sum;
    }

    @Override
    public Node<Label> convertTree() {
        return split ? createSplitNode() : leaf();
    }

    /** Only labels that occur: a forest has hundreds of thousands of leaves. */
    private LeafNode<Label> leaf() {
        var shares = new LinkedHashMap<String, Label>();
        Label first = null;
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] > 0) {
                String name = sample.labels().getOutput(label).getLabel();
                var share = new Label(name, counts[label] / (double) numExamples);
                shares.put(name, share);
                first = first == null || share.getScore() > first.getScore() ? share : first;
            }
        }
        return new LeafNode<>(impurityScore, first, shares, true);
    }

    @Override
    public float getWeightSum() {
        return numExamples;
    }

    @Override
    public double getImpurity() {
        return impurityScore;
    }
}
