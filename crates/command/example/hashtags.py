#!/usr/bin/env python3
"""A stage of rapporteur in Python: finds hashtags and marks them as mentions of groups.

    [[extract]]
    use = "command"
    command = ["python3", "crates/command/example/hashtags.py"]
    with = { least = 3 }

It takes the place of the stage `entities`. The protocol is told in crates/command/src/lib.rs.
"""

import json
import re
import sys


def spans(text, least):
    """Hashtags with their places in bytes of UTF-8, as all places in a record are."""
    for found in re.finditer(r"#\w+", text):
        if len(found.group()) > least:
            start = len(text[: found.start()].encode())
            yield found.group(), start, start + len(found.group().encode())


def extract(document, least):
    mentions, entities, known = [], [], {}
    for tag, start, end in spans(document["text"], least):
        name = tag.lower()
        if name not in known:
            known[name] = f"e{len(entities) + 1}"
            entities.append({"id": known[name], "type": "group", "name": tag})
        mention = {"start": start, "end": end, "type": "group", "form": "name"}
        mentions.append({**mention, "entity": known[name], "rule": "hashtag"})
    return {"layers": {"mentions": mentions, "entities": entities}}


def main():
    least = 1
    for line in sys.stdin:
        question = json.loads(line)
        if "describe" in question:
            least = question["describe"]["with"].get("least", least)
            answer = {
                "name": "hashtags",
                "version": "1",
                "summary": "Finds hashtags.",
                "needs": ["text"],
                "gives": ["mentions", "entities"],
            }
        else:
            answer = extract(question["document"], least)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
