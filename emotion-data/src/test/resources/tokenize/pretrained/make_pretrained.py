# Makes the tokenizer folders of these tests, many variants of the files beside tokenizer.json, and what AutoTokenizer gives for each.
# Usage: python make_pretrained.py OUT [SEED COUNT]   (transformers 5, tokenizers, sentencepiece; with SEED and COUNT only random variants)
import copy, gzip, itertools, json, os, pathlib, random, shutil, sys, tempfile
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="critical", TOKENIZERS_PARALLELISM="false")
import sentencepiece
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers, AddedToken, Regex
from transformers import AutoTokenizer

CORPUS = """I feel so Happy today! She was scared, and lonely at night. What a surprise?! They love me; you do not.
Don't be sad, it's only rain: 12345 drops. The Angry man HATES noise (really). A café in Zürich, naïve résumé, déjà vu.
Ich fühle mich größer als gestern, ÄRGER und Öl. J'ai été très heureux à Noël. El niño está aquí. 我很高兴 今天 天气 好。
feeling feelings felt happier happiest saddest loving loved hater hated scary surprised surprising unhappiness restless
When the morning came he was tired and angry with the whole world, and nothing that anybody said could cheer him up again.
We are so proud of you, said mother; what you did today was brave and kind. Thank you, thank you very much indeed!
Is there anything more frightening than a dark house at night when you are alone? I do not think there is, my friend.
To be loved is a wonderful thing, but to love somebody who does not love you makes you feel small, sad and very lonely.""".splitlines()
TEXTS = ["I feel so HAPPY today!", "", " ", "naïve Café in ZÜRICH", "nai\u0308ve cafe\u0301 A\u0308RGER", "我很高兴happy今天", "\tsad\n\nangry   man  \r\n",
         "love [MASK] me <mask> now", "[CLS]sad[SEP] <s>sad</s> <pad> [UNK]<unk>", "say @User and @user, <emo> or <EMO>x", "``quoted'' and ''so`` \"it\"",
         "ｆｕｌｌ ﬁne ½ Ⅳ", "a\u00a0b\u200bc\u3000d \u2028e", "☕🙂 ❤\ufe0f", "\u0130stanbul groß STRASSE", "don't  you've it's I'm", "x" * 120 + " sad", "\u0000a\u0007b\ufffdc",
         "##ing ▁love Ġlove", "12345 1,234.5 3/4 a-b_c", " ".join(["i feel sad and Lonely today but you do not love me"] * 9), "<s>NOTUSED and [PAD]", "@user@user <emo><emo>", "NFC: \u1e9b\u0323 \uac00 \u1100\u1161"]
PAIRS = [("I feel so HAPPY", "You do NOT."), ("", "sad"), ("sad", " "), ("happy love " * 12, "sad rain " * 3), ("sad " * 3, "happy love " * 14),
         ("happy love " * 12, "sad rain day " * 12), ("a", "b\nc  [MASK]"), ("naïve Café", "ÄRGER @user")]
CUTS = [12, 13]
rules = "".join(f"{src}\t{dst}\n" for src, dst in [("FF46", "66"), ("FF55", "75"), ("FF4C", "6C"), ("FB01", "66 69"), ("BD", "31 2F 32"), ("2163", "49 56"), ("9", "20"), ("A", "20"), ("D", "20"), ("A0", "20"), ("3000", "20"), ("200B", ""), ("65 301", "E9")])

def added(tokens, **flags):
    return [AddedToken(t, special=True, normalized=False, **(flags if "mask" in t.lower() else {})) for t in tokens]

def wordpiece(specials, unk, lower, cased=True):
    t = Tokenizer(models.WordPiece(unk_token=unk))
    t.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    lowered = [normalizers.BertNormalizer(lowercase=True).normalize_str(x) for x in CORPUS]
    t.train_from_iterator((CORPUS if cased else []) + lowered, trainers.WordPieceTrainer(vocab_size=300, special_tokens=specials, show_progress=False))
    t.normalizer = normalizers.BertNormalizer(lowercase=lower)
    t.decoder = decoders.WordPiece()
    return t

def bert(lower, cased=True):
    t = wordpiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "[UNK]", lower, cased)
    t.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return t

def mpnet(cased=True):
    t = wordpiece(["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>"], "[UNK]", True, cased)
    t.add_special_tokens(added(["<mask>"], lstrip=True))
    t.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    return t

def bytes_bpe(specials):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=420, special_tokens=specials, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return t

def roberta():
    t = bytes_bpe(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    t.add_special_tokens(added(["<mask>"], lstrip=True))
    t.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    return t

def modernbert():
    t = bytes_bpe(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    t.normalizer = normalizers.NFC()
    t.add_special_tokens(added(["[MASK]"], lstrip=True))
    t.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return t

def unigram(out, pieces, unk_id, normalizer, pre, single, pair, marks, special, flags):
    """A SentencePiece model on disk, and the tokenizer.json that transformers 4 makes of it."""
    spm = out / "spm.model"
    if not spm.exists():
        (out / "corpus.txt").write_text("\n".join(CORPUS), encoding="utf-8")
        (out / "rules.tsv").write_text(rules, encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(input=str(out / "corpus.txt"), model_prefix=str(out / "spm"), vocab_size=190, hard_vocab_limit=False, character_coverage=1.0,
                                                 normalization_rule_tsv=str(out / "rules.tsv"), minloglevel=2)
    from transformers.convert_slow_tokenizer import import_protobuf
    proto = import_protobuf().ModelProto(); proto.ParseFromString(spm.read_bytes())
    charsmap = proto.normalizer_spec.precompiled_charsmap
    vocab = pieces([(p.piece, p.score) for p in proto.pieces])
    t = Tokenizer(models.Unigram(vocab, unk_id=unk_id))
    t.normalizer = normalizer(charsmap)
    t.pre_tokenizer = pre
    t.decoder = decoders.Metaspace()
    ids = {w: i for i, (w, _) in enumerate(vocab)}
    t.add_special_tokens(added(special, **flags))
    ids.update({w: t.token_to_id(w) for w in special})
    t.post_processor = processors.TemplateProcessing(single=single, pair=pair, special_tokens=[(w, ids[w]) for w in marks])
    return t

space = lambda: pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
squeeze = lambda charsmap: normalizers.Sequence([normalizers.Precompiled(charsmap), normalizers.Replace(Regex(" {2,}"), " ")])

def xlmr(out):
    return unigram(out, lambda p: [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + p[3:] + [("<mask>", 0.0)], 3, squeeze, space(),
                   "<s> $A </s>", "<s> $A </s> </s> $B </s>", ["<s>", "</s>"], ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], dict(lstrip=True))

def camembert(out):
    return unigram(out, lambda p: [("<s>NOTUSED", 0.0), ("<pad>", 0.0), ("</s>NOTUSED", 0.0), ("<unk>", 0.0), ("<unk>NOTUSED", -100)] + p[1:] + [("<mask>", 0.0)],
                   3, squeeze, space(), "<s> $A </s>", "<s> $A </s> </s> $B </s>", ["<s>", "</s>"],
                   ["<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED", "<s>", "</s>", "<mask>"], dict(lstrip=True))

def albert(out):
    norm = lambda c: normalizers.Sequence([normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Precompiled(c), normalizers.Replace(Regex(" {2,}"), " ")])
    return unigram(out, lambda p: [("<pad>", 0.0), ("<unk>", 0.0), ("[CLS]", 0.0), ("[SEP]", 0.0), ("[MASK]", 0.0)] + p[3:], 1, norm, space(),
                   "[CLS]:0 $A:0 [SEP]:0", "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", ["[CLS]", "[SEP]"], ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"], dict(lstrip=True))

def deberta(out):
    norm = lambda c: normalizers.Sequence([normalizers.Strip(), normalizers.Precompiled(c), normalizers.Replace(Regex(" {2,}"), " ")])
    return unigram(out, lambda p: [("[PAD]", 0.0), ("[CLS]", 0.0), ("[SEP]", 0.0), ("[UNK]", 0.0)] + p[3:], 3, norm, pre_tokenizers.Metaspace(),
                   "[CLS]:0 $A:0 [SEP]:0", "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", ["[CLS]", "[SEP]"], ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"], {})

LIMIT = dict(max_position_embeddings=64)
ROBERTA = dict(max_position_embeddings=66, pad_token_id=1)
BASES = {  # name: (tokenizer, model type, tokenizer class, further keys of config.json)
    "bert-uncased": (lambda out: bert(True), "bert", "BertTokenizer", LIMIT),
    "bert-cased": (lambda out: bert(False), "bert", "BertTokenizer", LIMIT),
    "distilbert": (lambda out: bert(True), "distilbert", "DistilBertTokenizer", LIMIT),
    "electra": (lambda out: bert(True), "electra", "ElectraTokenizer", LIMIT),
    "mpnet": (lambda out: mpnet(), "mpnet", "MPNetTokenizer", ROBERTA),
    "roberta": (lambda out: roberta(), "roberta", "RobertaTokenizer", ROBERTA),
    "bert-uncased-vocab": (lambda out: bert(True, False), "bert", "BertTokenizer", LIMIT),
    "bert-cased-vocab": (lambda out: bert(False), "bert", "BertTokenizer", LIMIT),
    "mpnet-vocab": (lambda out: mpnet(False), "mpnet", "MPNetTokenizer", ROBERTA),
    "roberta-vocab": (lambda out: roberta(), "roberta", "RobertaTokenizer", ROBERTA),
    "modernbert": (lambda out: modernbert(), "modernbert", "PreTrainedTokenizerFast", LIMIT),
    "xlm-roberta": (xlmr, "xlm-roberta", "XLMRobertaTokenizer", ROBERTA),
    "camembert": (camembert, "camembert", "CamembertTokenizer", ROBERTA),
    "albert": (albert, "albert", "AlbertTokenizer", LIMIT),
    "deberta-v2": (deberta, "deberta-v2", "DebertaV2Tokenizer", LIMIT),
}

def token(content, **flags):
    return dict(dict(content=content, single_word=False, lstrip=False, rstrip=False, normalized=False, special=False), **flags)

def typed(content, **flags):
    return dict(token(content, **flags), __type="AddedToken")

ABSENT = object()
def choices(base, cls, size, mask, cls_token, sep_token):
    """What one of the files may say: key -> values; a key with '/' lies in another file."""
    emo = [ABSENT, {str(size): token("<emo>")}, {str(size + 5): token("@user", normalized=True)}, {str(size): token("<emo>", special=True, lstrip=True, rstrip=True), str(size + 1): token("@user", single_word=True)},
           {"7": token("sad")}]
    return {
        "tokenizer_class": [cls, ABSENT, cls + "Fast" if not cls.endswith("Fast") else cls, "PreTrainedTokenizerFast", "TokenizersBackend", "PreTrainedTokenizer",
                            "BertTokenizer", "RobertaTokenizerFast", "XLMRobertaTokenizer", "BertJapaneseTokenizer", "BertweetTokenizer", "GPT2Tokenizer", "MyTokenizer"],
        "do_lower_case": [ABSENT, True, False],
        "strip_accents": [ABSENT, None, True, False],
        "tokenize_chinese_chars": [ABSENT, True, False],
        "keep_accents": [ABSENT, True, False],
        "split_by_punct": [ABSENT, True, False],
        "add_prefix_space": [ABSENT, True, False],
        "trim_offsets": [ABSENT, True, False],
        "truncation_side": [ABSENT, "left", "right"],
        "padding_side": [ABSENT, "left", "right"],
        "model_max_length": [ABSENT, 16, 20, 1e30, 512],
        "added_tokens_decoder": emo,
        "additional_special_tokens": [ABSENT, [], ["<emo>"], ["@user", "<emo>"], [typed("<emo>", special=True, lstrip=True)]],
        "extra_special_tokens": [ABSENT, ["<emo>"], {"emo_token": "<emo>"}],
        "emo_token": [ABSENT, "<emo>"],
        "mask_token": [mask, ABSENT, typed(mask, lstrip=True, special=True), "<emo>"],
        "bos_token": [ABSENT, cls_token, "<emo>"],
        "sep_token": [ABSENT, sep_token, typed(sep_token, special=True, rstrip=True), mask],
        "cls_token": [ABSENT, cls_token, mask],
        "unk_token": [ABSENT, cls_token, "<emo>"],
        "pad_token": [ABSENT, None, mask, typed("<emo>", special=True)],
        "eos_token": [ABSENT, None, dict(content=sep_token, lstrip=True)],
        "max_len": [ABSENT, 18],
        "max_position_embeddings": [ABSENT, 9],
        "model_input_names": [ABSENT, ["input_ids", "attention_mask"], ["input_ids", "token_type_ids", "attention_mask"]],
        "unk_id": [ABSENT, 0],
        "split_special_tokens": [ABSENT, False, True],
        "clean_up_tokenization_spaces": [ABSENT, True],
        "add_bos_token": [ABSENT, True],
        "special_tokens_map.json/": [ABSENT, {"cls_token": cls_token, "mask_token": token(mask, lstrip=True)}, {"additional_special_tokens": ["@user"]}, {"mask_token": "<emo>"},
                                    {"additional_special_tokens": [token("<emo>", lstrip=True)], "pad_token": token(mask, normalized=True)}],
        "added_tokens.json/": [ABSENT, {"@user": size}, {"<emo>": size, "@user": size + 1}, {"<emo>": size + 3}],
        "config.json/tokenizer_class": [ABSENT, cls, "PreTrainedTokenizerFast", "BertJapaneseTokenizer"],
        "config.json/model_type": [ABSENT, "bert", "modernbert", "unheard_of"],
        "tokenizer.json/truncation": [ABSENT, dict(max_length=10, strategy="LongestFirst", stride=0, direction="Left")],
        "tokenizer.json/padding": [ABSENT, dict(strategy=dict(Fixed=9), direction="Left", pad_to_multiple_of=None, pad_id=1, pad_type_id=0, pad_token="<pad>")],
        "tokenizer.json/post_processor": [ABSENT, None],
        "tokenizer.json/normalizer": [ABSENT, None, dict(type="NFC"), dict(type="BertNormalizer", clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)],
    }

def variants(base, options, seed, count):
    """Each choice alone, then random mixtures."""
    if count is None:
        yield {}
        for key, values in options.items():
            for value in values[1:]:
                yield {key: value}
        for lower, strip, chinese in itertools.product(*[options[k] for k in ("do_lower_case", "strip_accents", "tokenize_chinese_chars")]):
            if base in ("bert-cased", "mpnet"):
                yield dict(do_lower_case=lower, strip_accents=strip, tokenize_chinese_chars=chinese)
        count = 30
    rng = random.Random(f"{base} {seed}")
    for _ in range(count):
        keys = rng.sample(sorted(options), rng.choice([2, 3, 3, 4, 6]))
        variant = {k: rng.choice(options[k]) for k in keys}
        if "tokenizer_class" in variant and rng.random() < 0.5: variant["tokenizer_class"] = rng.choice(options["tokenizer_class"][:5])
        yield variant

def apply(variant, base_files, folder, cls):
    files = copy.deepcopy(base_files)
    settings = files["tokenizer_config.json"]
    for key, value in variant.items():
        if value is ABSENT:
            if key in settings: del settings[key]
        elif key.endswith("/"):
            files[key[:-1]] = value
        elif "/" in key:
            name, inner = key.split("/")
            files[name][inner] = value
        else:
            settings[key] = value
    for name, content in files.items():
        (folder / name).write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return files

def usable(config):
    limit = config["max_position_embeddings"]
    return limit - config["pad_token_id"] - 1 if config["model_type"] in ("roberta", "xlm-roberta", "camembert", "mpnet") else limit

def encode(t, limit):
    def run(text, pair, **how):
        e = t([text], [pair], **how)  # as a batch: a single empty pair counts as none
        return [e["input_ids"][0], e.get("token_type_ids", [[0] * len(e["input_ids"][0])])[0]]
    return dict(
        ids=[t(x, truncation=True, max_length=limit)["input_ids"] for x in TEXTS],
        cut=[t(x, truncation=True, max_length=CUTS[0])["input_ids"] for x in TEXTS],
        pairs=[run(a, b, truncation="longest_first", max_length=c) for c in [limit] + CUTS for a, b in PAIRS])

def expected(folder, config):
    try:
        t = AutoTokenizer.from_pretrained(folder)
        limit = int(min(t.model_max_length, usable(config))) if t.model_max_length > 0 else 0
        answer = encode(t, limit)
    except Exception as e:
        return dict(error=type(e).__name__ + ": " + str(e).split("\n")[0][:160])
    named = {k: t.convert_tokens_to_ids(str(v)) for k, v in t._special_tokens_map.items() if v is not None}
    return dict(answer, **dict(limit=limit, side=t.truncation_side, pad=named.get("pad_token"), mask=named.get("mask_token"), size=max(t.get_vocab().values()) + 1))

def main():
    out = pathlib.Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
    seed, count = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 2 else (0, None)
    work = pathlib.Path(tempfile.mkdtemp())
    (out / "texts.json").write_text(json.dumps(dict(texts=TEXTS, pairs=PAIRS, cuts=CUTS)))
    for base, (make, model_type, cls, keys) in BASES.items():
        t = make(work)
        saved = json.loads(t.to_str())
        config = dict(model_type=model_type, **keys)
        mask = "[MASK]" if "[MASK]" in t.get_vocab() else "<mask>"
        cls_token, sep_token = ("[CLS]", "[SEP]") if "[CLS]" in t.get_vocab() else ("<s>", "</s>")
        settings = dict(tokenizer_class=cls, mask_token=mask, model_max_length=512)
        if base.startswith("bert-cased"): settings["do_lower_case"] = False
        if model_type == "modernbert": settings.update(cls_token=cls_token, sep_token=sep_token, pad_token="[PAD]", unk_token="[UNK]", model_input_names=["input_ids", "attention_mask"])
        files = {"tokenizer.json": saved, "config.json": config, "tokenizer_config.json": settings}
        if base.endswith("-vocab"):
            del files["tokenizer.json"]
            tokens = saved["model"]["vocab"]
            if "merges" in saved["model"]:
                files["vocab.json"] = tokens
                files["merges.txt"] = "#version: 0.2\n" + "".join(" ".join(m) + "\n" for m in saved["model"]["merges"])
            else:
                files["vocab.txt"] = "".join(w + "\n" for w in sorted(tokens, key=tokens.get))
        target = out / base; target.mkdir(exist_ok=True)
        for name, content in files.items():
            (target / name).write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        options = choices(base, cls, max(t.get_vocab().values()) + 1, mask, cls_token, sep_token)
        if "tokenizer.json" not in files: options = {k: v for k, v in options.items() if not k.startswith("tokenizer.json")}
        unique, cases, seen = [], [], set()
        for variant in variants(base, options, seed, count):
            folder = pathlib.Path(tempfile.mkdtemp(dir=work))
            whole = apply(variant, files, folder, cls)
            key = json.dumps(whole, sort_keys=True)
            if key in seen: continue
            seen.add(key)
            answer = expected(str(folder), whole["config.json"])
            case = dict(change={k: v for k, v in variant.items() if v is not ABSENT}, drop=[k for k, v in variant.items() if v is ABSENT and k in settings])
            for part in ("ids", "cut", "pairs"):
                if part in answer:
                    if answer[part] not in unique: unique.append(answer[part])
                    answer[part] = unique.index(answer[part])
            cases.append(dict(case, **answer))
            shutil.rmtree(folder)
        text = json.dumps(dict(encodings=unique, cases=cases), ensure_ascii=False, separators=(",", ":"))
        (target / "cases.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        print(base, len(cases), "cases", len(unique), "results", sum("error" in c for c in cases), "errors", t.get_vocab_size())
        for c in cases:
            if "error" in c: print("   ", c["change"], c["drop"], c["error"])

main()
