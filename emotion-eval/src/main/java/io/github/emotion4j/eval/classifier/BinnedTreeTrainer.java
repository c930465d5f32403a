package io.github.emotion4j.eval.classifier;

import org.tribuo.Dataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.AbstractTrainingNode;
import org.tribuo.dataset.DatasetView;

/**
 * Tribuo's CART with {@link BinnedTreeNode} in the place of its own node, which keeps every column sorted at every split: seconds a tree for thousands of
 * rows of hundreds of columns. Trees, forest, provenance and file are Tribuo's.
 */
final class BinnedTreeTrainer extends CARTClassificationTrainer {

    private final BinnedColumns columns;

    /**
     * For one data set.
     *
     * @param columns its features, in the order of its rows
     */
    BinnedTreeTrainer(BinnedColumns columns, RandomForest.Options options, float share) {
        super(options.maxDepth(), options.leastSplit(), 0f, share, false, new GiniIndex(), options.seed());
        this.columns = columns;
    }

    @Override
    protected AbstractTrainingNode<Label> mkTrainingNode(
            Dataset<Label> examples, AbstractTrainingNode.LeafDeterminer leaves) {
        if (!(examples instanceof DatasetView<Label> sample)) {
            throw new IllegalArgumentException("expected a sample of the rows, found "
                    + examples.getClass().getSimpleName());
        }
        return BinnedTreeNode.root(columns, sample, leaves);
    }
}
