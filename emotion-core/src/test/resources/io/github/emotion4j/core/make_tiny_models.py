# Makes the tiny model directories of these tests, and the logits that transformers computes for some texts.
# Usage: python make.py OUT   (torch, transformers, tokenizers)
import json, pathlib, sys
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (BertConfig, BertForSequenceClassification, DistilBertConfig,
                          DistilBertForSequenceClassification, PreTrainedTokenizerFast)

LABELS = ["sadness", "joy", "love", "anger", "fear", "surprise"]
WORDS = """i me my you he she it we they am is are was were be feel feeling felt so very really not no and or but the a an of to in on at
with for this that what when today now never always happy glad sad lonely angry mad scared afraid love loved hate surprised shocked calm tired
good bad great awful day night friend home work world people time life little much too all some just like""".split()
TEXTS = ["i feel so happy today", "", "she was scared and lonely at night", "what a surprise!", "I HATE this, really.",
         "naïve café ☕ 🙂", "they love me " * 30, "angry", "we felt calm; you did not?", "zzz qqq 12345"]
out = pathlib.Path(sys.argv[1])
specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
letters = "abcdefghijklmnopqrstuvwxyz0123456789"
vocabulary = specials + sorted(set(WORDS) | set(letters) | set("!?.,;'-")) + ["##" + c for c in letters]
tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(vocabulary)}, unk_token="[UNK]"))
tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
tokenizer.post_processor = processors.TemplateProcessing(
    single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
names = dict(id2label=dict(enumerate(LABELS)), label2id={l: i for i, l in enumerate(LABELS)})
for name, config, cls in [
    ("distilbert", DistilBertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, dim=24, n_layers=2, n_heads=3,
                                    hidden_dim=48, **names), DistilBertForSequenceClassification),
    ("bert", BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, hidden_size=24, num_hidden_layers=2,
                        num_attention_heads=3, intermediate_size=48, **names), BertForSequenceClassification)]:
    torch.manual_seed(7)
    model = cls(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # far from their initial values, so that every one of them matters
            parameter.add_(torch.randn_like(parameter) * 0.25)
    folder = out / ("tiny-" + name)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
                                   sep_token="[SEP]", mask_token="[MASK]", model_max_length=64)
    fast.save_pretrained(folder)
    inputs = [{k: v for k, v in fast(t, return_tensors="pt", truncation=True).items()
               if k in ("input_ids", "attention_mask")} for t in TEXTS]
    with torch.no_grad():
        # The bias is moved and the weight widened so that the answers differ from text to text.
        model.classifier.weight.mul_(4)
        model.classifier.bias.sub_(torch.stack([model(**i).logits[0] for i in inputs]).mean(0))
        model.save_pretrained(folder)
        logits = [model(**i).logits[0].tolist() for i in inputs]
    (folder / "expected.json").write_text(json.dumps({"texts": TEXTS, "logits": logits}, indent=1) + "\n")
