package io.github.emotion4j.core.encoder;

/** The family an encoder belongs to: which names and keys it has on disk, and which parts it is made of. */
public enum Architecture {
    /** Sanh et al., 2019. */
    DISTILBERT,
    /** Devlin et al., 2018. */
    BERT,
    /** Liu et al., 2019; DistilRoBERTa is one. */
    ROBERTA,
    /** Conneau et al., 2019. */
    XLM_ROBERTA,
    /** Martin et al., 2019. */
    CAMEMBERT,
    /** Clark et al., 2020. */
    ELECTRA,
    /** Song et al., 2020. */
    MPNET,
    /** Lan et al., 2019. */
    ALBERT,
    /** He et al., 2020 and 2021: DeBERTa v2 and v3. */
    DEBERTA_V2,
    /** Warner et al., 2024. */
    MODERNBERT
}
