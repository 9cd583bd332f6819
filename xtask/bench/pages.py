#!/usr/bin/env python3
"""Pages a second and peak memory: rapporteur's normalize stages against the Python package
`trafilatura`, on the same pages and one core.

    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install trafilatura lxml_html_clean
    cargo build --release -p rapporteur
    /tmp/bench/bin/python xtask/bench/pages.py FOLDER [--rapporteur target/release/rapporteur] [--rounds 3]

FOLDER holds pages (`*.html`). Each program runs in its own process, bound to one core, the best of
several rounds, in CPU seconds so that a busy machine counts for neither. For rapporteur the whole
process is timed, reading, hashing and writing the record included; for trafilatura the loop over
the pages with reading, after its imports. Both find the main text and the metadata of every page.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

LOOP = """
import sys, time, pathlib
import trafilatura
pages = sorted(pathlib.Path(sys.argv[1]).rglob("*.html"))
start, with_text = time.process_time(), 0
for page in pages:
    if trafilatura.extract(page.read_bytes(), output_format="json", with_metadata=True):
        with_text += 1
print(len(pages), with_text, time.process_time() - start)
"""


def measured(command, core):
    """Runs a command on one core: what it printed, its seconds and its peak memory in MiB."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):
        sys.exit(f"{command[0]} ended with {code}")
    return out, time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--rapporteur", default="target/release/rapporteur")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    folder = str(Path(arguments.folder).resolve())
    pages = len(list(Path(folder).rglob("*.html")))
    core = min(os.sched_getaffinity(0))
    ours, theirs = [], []
    for _ in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as out:
            command = [arguments.rapporteur, "run", folder, "--config", str(HERE / "pages.toml"),
                       "--out", out, "--jobs", "1"]
            _, wall, cpu, peak = measured(command, core)
            manifest = json.loads((Path(out) / "manifest.json").read_text())
            stages = {run["stage"]: run["seconds"] for run in manifest["stages"]}
            ours.append((cpu, wall, peak, stages))
        printed, _, cpu, peak = measured([sys.executable, "-c", LOOP, folder], core)
        theirs.append((float(printed.split()[2]), peak, int(printed.split()[1])))
    cpu, wall, peak, stages = min(ours, key=lambda round: round[0])
    loop, their_peak, with_text = min(theirs, key=lambda round: round[0])
    normalize = sum(seconds for stage, seconds in stages.items() if stage.startswith("normalize/"))
    import trafilatura
    print(f"{pages} pages, best of {arguments.rounds} rounds, one core\n")
    print(f"| | pages a second | peak memory, MiB |\n|---|---|---|")
    print(f"| rapporteur, whole run (CPU time) | {pages / cpu:.0f} | {peak:.0f} |")
    print(f"| rapporteur, whole run (wall) | {pages / wall:.0f} | |")
    print(f"| rapporteur, the four normalize stages | {pages / normalize:.0f} | |")
    print(f"| trafilatura {trafilatura.__version__} | {pages / loop:.0f} | {their_peak:.0f} |")
    print(f"\n{loop / cpu:.1f} times the pages a second, {peak / their_peak:.2f} of the memory "
          f"(trafilatura found text in {with_text})")
    for stage, seconds in stages.items():
        print(f"  {stage}: {seconds:.2f} s")


if __name__ == "__main__":
    main()
