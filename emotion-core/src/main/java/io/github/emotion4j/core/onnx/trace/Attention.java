package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Value;

/** An attention that a graph ran: products of queries and keys, a softmax, and the product with the values. */
public final class Attention implements Part {

    private final Linear query;
    private final Linear key;
    private final int heads;
    private final Value products;
    private Linear value;
    private Value scores;
    private Node node;

    Attention(Linear query, Linear key, int heads, Value products) {
        this.query = query;
        this.key = key;
        this.heads = heads;
        this.products = products;
    }

    void scored(Value input) {
        scores = input;
    }

    void completed(Node product, Linear values) {
        node = product;
        value = values;
    }

    /** The projection to queries. */
    public Linear query() {
        return query;
    }

    /** The projection to keys. */
    public Linear key() {
        return key;
    }

    /** The projection to values. */
    public Linear value() {
        return value;
    }

    /** The products of queries and keys, before the scale and the mask; null where one operator does all. */
    public Value products() {
        return products;
    }

    /** What the softmax was applied to; null where one operator does all. */
    public Value scores() {
        return scores;
    }

    /** The product of probabilities and values. */
    public Node node() {
        return node;
    }

    /** Number of heads. */
    public int heads() {
        return heads;
    }
}
