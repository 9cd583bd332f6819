#!/usr/bin/env python3
"""Quotations by phenomenon: where the speaker stands, how the words are told, which cue brings them.

  quotes_phenomena.py SET RECORD.jsonl [--json]

SET is a set of ../shared/eval with quotations in its gold (`quotes-dev`), RECORD a record of its documents. The
spans are compared by the set's own eval.py, which stands beside it: a quotation is found when a span of the record
has an intersection over union of .8 with it, and right when its speaker is right too. Of a phenomenon only the
gold's side can be counted, so the table has recall and the share of right speakers among those found, no precision.
"""
import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

CUE_CLASSES = [
    ("say", r"sa(y|ys|id|ying)"),
    ("tell", r"t(ell|ells|old|elling)"),
    ("according to", r"according to"),
    ("ask, wonder", r"ask\w*|wonder\w*|quer(y|ied|ies)|question\w*"),
    ("write, post", r"wr(ite|ites|ote|iting|itten)|tweet\w*|post(s|ed|ing)?"),
    ("call, describe", r"call(s|ed|ing)?|describ\w+|dubb?\w*|label\w*|refer\w*"),
    ("accuse, deny, attack", r"accus\w+|den(y|ies|ied|ying)|attack\w*|blam\w+|criti\w+|reject\w*|dismiss\w*|condemn\w*|alleg\w+"),
    ("report, show, find", r"report\w*|show\w*|found|find(s|ing|ings)?|suggest\w*|indicat\w+|estimat\w+"),
    ("promise, urge, call for", r"promis\w+|pledg\w+|vow\w*|urg\w+|demand\w*|propos\w+|plan\w*|offer\w*|threat\w+"),
    ("think, hope, want", r"think\w*|thought|believ\w+|hop(e|es|ed|ing)|fear\w*|expect\w*|want\w*|feel\w*|felt|wish\w*|know\w*|see(s|m|ms|med)?"),
    ("other speech verbs", r"add(s|ed|ing)?|not(e|es|ed|ing)|argu\w+|claim\w*|announc\w+|warn\w*|declar\w+|insist\w*|explain\w*|acknowledg\w+|"
                           r"admit\w*|stat(e|es|ed|ing)|repl\w+|respond\w*|agree\w*|cit(e|es|ed|ing)|point\w*|mention\w*|stress\w*|emphasi\w+"),
]
PRONOUN = re.compile(r"^(he|she|they|we|i|it|you|who|which|that|his|her|their)$", re.I)
SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+[\"“‘'(]*[A-Z]")


def cue_class(cue):
    if not cue:
        return "no cue"
    if cue.strip() in {":", "-", "—"}:
        return "colon"
    for name, pattern in CUE_CLASSES:
        if re.search(r"\b(?:" + pattern + r")\b", cue, re.I):
            return name
    return "another cue"


def place(text, quote):
    """Where the speaker stands."""
    if not quote["speaker_span"]:
        return "speaker: none"
    (start, end), (first, last) = (quote["start"], quote["end"]), quote["speaker_span"]
    if first < end and start < last:
        return "speaker: inside"
    between = text[last:start] if last <= start else text[end:first]
    if "\n" in between:
        return "speaker: in another paragraph"
    if last <= start and SENTENCE_END.search(between):
        return "speaker: in another sentence"
    if start < first and SENTENCE_END.search(between):
        return "speaker: in another sentence"
    return "speaker: before" if last <= start else "speaker: after"


def phenomena(text, quote, track, pieces):
    names = [place(text, quote)]
    name = (quote["speaker_names"] or [""])[0]
    if PRONOUN.match(name.strip()):
        names.append("speaker: a pronoun")
    elif name and not re.search(r"[A-ZÀ-Þ]", name):
        names.append("speaker: a noun, no name")
    if "\n" in text[quote["start"]:quote["end"]]:
        names.append("several paragraphs")
    if pieces > 1:
        names.append("interrupted: in several pieces")
    if track == "all":
        names.append("form: " + quote["form"])
        if quote["form"] != "direct":
            names.append("cue: " + cue_class(quote["cue"]))
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("record", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.set.resolve().parent))
    import eval as scorer

    documents, _ = scorer.load_set(arguments.set, arguments.record)
    tables = {}
    for track, min_words, cut in (("direct", 3, True), ("all", 1, False)):
        counts = defaultdict(Counter)
        for document in documents:
            raw = document.gold["quotes"][track]
            pieces = Counter(quote.get("attribution") for quote in raw)
            listed = scorer.gold_quotes(document, track)
            for quote, original in zip(listed, raw):
                quote["pieces"] = pieces[original.get("attribution")] if original.get("attribution") else 1
            gold = scorer.comparable_quotes(listed, document.source, min_words, False)
            system = scorer.comparable_quotes(scorer.system_quotes(document), document.source, min_words, cut)
            overlaps = [((min(b, y) - max(a, x)) / (max(b, y) - min(a, x)), i, j)
                        for i, (a, b, _) in enumerate(gold) for j, (x, y, _) in enumerate(system)
                        if min(b, y) > max(a, x)]
            found = dict(scorer.one_to_one([o for o in overlaps if o[0] >= 0.8 - 1e-9]))
            for i, (_, _, quote) in enumerate(gold):
                right = i in found and scorer.same_speaker(quote, system[found[i]][2])
                for name in ["all of them"] + phenomena(document.source, quote, track, quote["pieces"]):
                    counts[name]["gold"] += 1
                    counts[name]["found"] += i in found
                    counts[name]["right"] += right
        tables[track] = {name: dict(counts[name]) for name in sorted(counts)}
    if arguments.json:
        print(json.dumps(tables, indent=1))
        return
    for track, table in tables.items():
        print(f"{track + ' quotations':<34}{'gold':>6}{'found %':>9}{'speaker %':>11}{'right %':>9}")
        for name, row in table.items():
            found = 100 * row["found"] / row["gold"]
            speaker = f"{100 * row['right'] / row['found']:.1f}" if row["found"] else "-"
            print(f"  {name:<32}{row['gold']:>6}{found:>9.1f}{speaker:>11}{100 * row['right'] / row['gold']:>9.1f}")
        print()


if __name__ == "__main__":
    main()
