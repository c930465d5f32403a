package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;

/** Something a graph did with numbers of its file. */
public sealed interface Part permits LookUp, Linear, Norm, Attention {

    /** The node that did it. */
    Node node();
}
