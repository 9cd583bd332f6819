#!/usr/bin/env python3
"""Words a second of the engines: our forward pass against ONNX Runtime, on the same sentences and
one core, in CPU seconds, in one run.

    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install onnxruntime numpy
    cargo build --release -p rapporteur-engine --example speed
    /tmp/bench/bin/python xtask/bench/engines.py MODELS [--speed target/release/examples/speed]

MODELS is the folder that the models came in: `reference.py`, `reference.jsonl` and `onnx/` (int8
exports of the two transformers; those of the compact nets are made by its `train/export_onnx.py`).
ONNX Runtime gets ids that were made beforehand and no decoding is counted for it; ours makes its
pieces, decodes names and builds trees in the time that is counted. It is given passages of 300
words, which suit it better than single sentences do; ours is given sentences.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def onnx(path, passages, vocabulary, reference, seconds):
    """Words a CPU second of one export."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    feeds = []
    for words in passages:
        ids, shapes, first = [101], [0], []
        for word, shape in zip(words, reference.shapes(words)):
            pieces = reference.word_pieces(word, vocabulary)
            if len(ids) + len(pieces) > 510:
                break
            first.append(len(ids))
            ids += pieces
            shapes += [shape] * len(pieces)
        one = lambda numbers: np.array([numbers], np.int64)
        feeds.append((len(first), {"ids": one(ids + [102]), "sh": one(shapes + [0]), "first": one(first)}))
    session.run(None, feeds[0][1])
    start, words, at = time.process_time(), 0, 0
    while time.process_time() - start < seconds:
        count, feed = feeds[at % len(feeds)]
        session.run(None, feed)
        words += count
        at += 1
    return words / (time.process_time() - start)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("models", type=Path)
    arguments.add_argument("--speed", type=Path, default=Path("target/release/examples/speed"))
    arguments.add_argument("--seconds", type=float, default=10)
    given = arguments.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    spec = importlib.util.spec_from_file_location("reference", given.models / "reference.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    lines = (given.models / "reference.jsonl").read_text(encoding="utf8").splitlines()
    sentences = [json.loads(line)["words"] for line in lines]
    flat = [word for sentence in sentences for word in sentence]
    passages = [flat[at : at + 300] for at in range(0, len(flat) - 299, 300)]
    vocabulary = {
        line.rstrip("\n"): at
        for at, line in enumerate((given.models / "vocab.txt").open(encoding="utf8"))
    }
    rates = {}
    for name in ["d_both.q.onnx", "mtall.q.onnx"]:
        rates[name] = onnx(given.models / "onnx" / name, passages, vocabulary, reference, given.seconds)
        print(f"ONNX Runtime, {name}: {rates[name]:.0f} words a second")
    both = 1 / sum(1 / rate for rate in rates.values())
    print(f"ONNX Runtime, both, one after the other: {both:.0f} words a second")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as file:
        for _ in range(5):
            file.writelines(" ".join(sentence) + "\n" for sentence in sentences)
        file.flush()
        for engine in ["accurate", "compact"]:
            told = subprocess.run([given.speed, engine, "1", file.name], check=True, capture_output=True, text=True)
            print(f"rapporteur, {engine}: {told.stdout.strip().splitlines()[-1]}")


if __name__ == "__main__":
    sys.exit(main())
