# Loads a model directory with transformers as its users do, and prints the logits of texts.
# Usage: python transformers_logits.py DIRECTORY TEXTS.json > LOGITS.json
import json, sys
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

directory, texts = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
tokenizer = AutoTokenizer.from_pretrained(directory)
model, report = AutoModelForSequenceClassification.from_pretrained(directory, output_loading_info=True)
model.eval()
limit = model.config.max_position_embeddings
rows, ids = [], []
with torch.no_grad():
    for text in texts:
        encoded = tokenizer(text, return_tensors="pt", truncation=True, max_length=limit)
        ids.append(encoded["input_ids"][0].tolist())
        rows.append(model(input_ids=encoded["input_ids"], attention_mask=encoded["attention_mask"]).logits[0].tolist())
together = tokenizer(texts, return_tensors="pt", truncation=True, padding=True, max_length=limit)
with torch.no_grad():
    batch = model(input_ids=together["input_ids"], attention_mask=together["attention_mask"]).logits.tolist()
json.dump({"logits": rows, "batch": batch, "ids": ids,
           "labels": [model.config.id2label[i] for i in range(model.config.num_labels)],
           "missing": sorted(report["missing_keys"]), "unexpected": sorted(report["unexpected_keys"])}, sys.stdout)
