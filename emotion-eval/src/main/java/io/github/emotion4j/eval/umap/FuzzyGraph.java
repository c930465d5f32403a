package io.github.emotion4j.eval.umap;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Who belongs to whose neighbourhood, as a symmetric graph: the fuzzy union {@code p + q - pq} of both directions.
 *
 * @param heads a row an edge, ascending
 * @param tails the other row; an edge is here once from either end
 * @param weights in (0, 1]
 */
record FuzzyGraph(int[] heads, int[] tails, double[] weights) {

    static FuzzyGraph of(NearestNeighbours neighbours) {
        var scale = LocalScale.of(neighbours);
        int rows = neighbours.rows().length;
        List<TreeMap<Integer, Double>> edges = IntStream.range(0, rows)
                .mapToObj(row -> new TreeMap<Integer, Double>())
                .toList();
        for (int row = 0; row < rows; row++) {
            int[] others = neighbours.rows()[row];
            for (int at = 1; at < others.length; at++) {
                double weight = scale.membership(row, neighbours.distances()[row][at]);
                if (weight > 0) {
                    edges.get(row).merge(others[at], weight, FuzzyGraph::union);
                    edges.get(others[at]).merge(row, weight, FuzzyGraph::union);
                }
            }
        }
        return flat(edges);
    }

    private static FuzzyGraph flat(List<TreeMap<Integer, Double>> edges) {
        int size = edges.stream().mapToInt(TreeMap::size).sum();
        var graph = new FuzzyGraph(new int[size], new int[size], new double[size]);
        int next = 0;
        for (int row = 0; row < edges.size(); row++) {
            for (var edge : edges.get(row).entrySet()) {
                graph.heads[next] = row;
                graph.tails[next] = edge.getKey();
                graph.weights[next++] = edge.getValue();
            }
        }
        return graph;
    }

    private static double union(double p, double q) {
        return p + q - p * q;
    }
}
