package io.github.emotion4j.core.onnx.proof;

/** Kinds of outputs of an encoder's graph. */
public enum OutputKind {
    /** The encoder's last hidden states. */
    HIDDEN_STATES(""),
    /** One vector a text. */
    POOLED(""),
    /** A classifier of texts. */
    LOGITS(""),
    /** A classifier of texts and a softmax: probabilities of labels of which each text has one. */
    PROBABILITIES("the softmax after the classifier"),
    /** Guesses at masked words. */
    MASKED_LM("the masked-language-model head"),
    /** A classifier of tokens. */
    TOKEN_LOGITS("the classifier of single tokens"),
    /** What BERT was trained with beside masked words. */
    BERT_POOLER("BERT's pooler, a linear layer with tanh on token 0,");

    private final String head;

    OutputKind(String head) {
        this.head = head;
    }

    /** What is above what is read and is left out; empty if everything is read. */
    public String leftOut() {
        return head;
    }
}
