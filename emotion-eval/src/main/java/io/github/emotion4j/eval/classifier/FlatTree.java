package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;

/**
 * A tree of Tribuo's as arrays. Tribuo looks every feature's name up for every tree, which takes milliseconds a text; this walks a tree in less than a
 * microsecond. Immutable and thread-safe.
 *
 * <p>The lower side of a split is the next node.
 */
final class FlatTree {

    private static final int LEAF = -1;

    private final int[] column; // LEAF for a leaf
    private final double[] threshold;
    private final int[] greater; // node, or number of a leaf
    private final float[][] leaves; // shares of the labels

    private FlatTree(int[] column, double[] threshold, int[] greater, float[][] leaves) {
        this.column = column;
        this.threshold = threshold;
        this.greater = greater;
        this.leaves = leaves;
    }

    static FlatTree of(TreeModel<Label> tree, Labels labels) {
        var nodes = new ArrayList<Node<Label>>();
        collect(tree.getRoot(), nodes);
        var column = new int[nodes.size()];
        var threshold = new double[nodes.size()];
        var greater = new int[nodes.size()];
        var leaves = new ArrayList<float[]>();
        var position = new java.util.IdentityHashMap<Node<Label>, Integer>();
        for (int at = 0; at < column.length; at++) {
            position.put(nodes.get(at), at);
        }
        for (int at = 0; at < column.length; at++) {
            if (nodes.get(at) instanceof SplitNode<Label> split) {
                column[at] = TribuoData.column(
                        tree.getFeatureIDMap().get(split.getFeatureID()).getName());
                threshold[at] = split.splitValue();
                greater[at] = position.get(split.getGreaterThan());
            } else {
                column[at] = LEAF;
                greater[at] = leaves.size();
                leaves.add(shares((LeafNode<Label>) nodes.get(at), labels));
            }
        }
        return new FlatTree(column, threshold, greater, leaves.toArray(float[][]::new));
    }

    private static void collect(Node<Label> node, List<Node<Label>> nodes) {
        nodes.add(node);
        if (node instanceof SplitNode<Label> split) {
            collect(split.getLessThanOrEqual(), nodes);
            collect(split.getGreaterThan(), nodes);
        }
    }

    private static float[] shares(LeafNode<Label> leaf, Labels labels) {
        var shares = new float[labels.size()];
        leaf.getDistribution()
                .forEach((name, share) -> shares[labels.id(name).orElseThrow()] = (float) share.getScore());
        return shares;
    }

    /** Shares of the labels among the training rows that ended where this row ends; not to be changed. */
    float[] answer(Features features, int row) {
        int start = row * features.columns();
        int node = 0;
        while (column[node] != LEAF) {
            node = features.values()[start + column[node]] > threshold[node] ? greater[node] : node + 1;
        }
        return leaves[greater[node]];
    }
}
