"""Writes few-shot.json: steps of few-shot tuning by PyTorch in double precision, on ../tiny-bert.

Usage: python make_few_shot.py ../tiny-bert few-shot.json
"""
import json,sys,torch,torch.nn.functional as F
from transformers import AutoTokenizer, BertModel
TB=sys.argv[1]; OUT=sys.argv[2]
m=BertModel.from_pretrained(TB,add_pooling_layer=False); m.eval()
tk=AutoTokenizer.from_pretrained(TB)
texts=["i feel so happy today","what a wonderful joy","this makes me angry","i am furious with you","i am afraid of the dark","so scared and nervous"]
y=torch.tensor([0,0,1,1,2,2]); names=["joy","anger","fear"]
desc=[["happy"],["angry"],["afraid","scared"]]
def run(pooling,layers,steps,temp=.05,lr=1e-3,hlr=1e-2):
    m=BertModel.from_pretrained(TB,add_pooling_layer=False).double(); m.eval()
    for p in m.parameters(): p.requires_grad_(False)
    low=m.config.num_hidden_layers-layers
    params=[]
    for l in m.encoder.layer[low:]:
        for n,p in l.named_parameters(): p.requires_grad_(True); params.append((n,p))
    def emb(ts):
        e=tk(ts,padding=True,return_tensors='pt')
        h=m(input_ids=e.input_ids,attention_mask=e.attention_mask).last_hidden_state
        k=e.attention_mask.double()[...,None]
        return h[:,0] if pooling=='cls' else (h*k).sum(1)/k.sum(1)
    with torch.no_grad():
        P=torch.stack([F.normalize(F.normalize(emb(d),dim=-1).mean(0),dim=-1) for d in desc])
    W=torch.nn.Parameter(P/temp)
    dec=[p for n,p in params if p.dim()>1]; nod=[p for n,p in params if p.dim()<=1]
    opt=torch.optim.AdamW([{'params':dec,'lr':lr,'weight_decay':.01},{'params':nod,'lr':lr,'weight_decay':0.},{'params':[W],'lr':hlr/temp,'weight_decay':.01}])
    base=[g['lr'] for g in opt.param_groups]; warm=max(1,steps//10); tot=steps+1
    losses=[];norms=[]
    for s in range(steps):
        k=s+1; f=k/max(1,warm) if k<warm else max(0,tot-k)/max(1,tot-warm)
        for g,b in zip(opt.param_groups,base): g['lr']=b*f
        loss=F.cross_entropy(F.normalize(emb(texts),dim=-1)@W.T,y); opt.zero_grad(); loss.backward()
        n=torch.nn.utils.clip_grad_norm_([p for _,p in params]+[W],1.0); opt.step(); losses.append(loss.item()); norms.append(n.item())
    with torch.no_grad(): v=emb(texts)
    return dict(pooling=pooling,layers=layers,steps=steps,losses=losses,norms=norms,prototypes=W.detach().tolist(),start=P.tolist(),vectors=v.tolist())
json.dump(dict(texts=texts,labels=[names[i] for i in y],temperature=.05,learning_rate=1e-3,prototype_rate=1e-2,runs=[run('mean',1,6),run('cls',1,12),run('mean',m.config.num_hidden_layers,4)]),open(OUT,'w'))
