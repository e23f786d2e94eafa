#!/usr/bin/env python3
"""Every crate that studybook is built with has a licence that its own two allow.

    cargo metadata --format-version 1 --locked | python3 tests/licences.py

Reads SPDX expressions (`AND`, `OR`, `WITH`, brackets, and the old `/` for `OR`).
Advisories are not looked at: their database cannot be had offline.
"""

import json
import re
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CDLA-Permissive-2.0",
    "ISC", "MIT", "Unicode-3.0", "Unlicense", "Zlib",
}


def allows(expression):
    """Whether one may choose licences of the expression that are all allowed."""
    tokens = re.findall(r"[()]|[A-Za-z0-9.+-]+", expression.replace("/", " OR "))
    at = 0

    def licence():
        nonlocal at
        token = tokens[at]
        at += 1
        if token == "(":
            value = either()
            if tokens[at : at + 1] != [")"]:
                raise ValueError(expression)
            at += 1
            return value
        if tokens[at : at + 1] == ["WITH"]:
            at += 2
        return token in ALLOWED

    def both():
        nonlocal at
        value = licence()
        while tokens[at : at + 1] == ["AND"]:
            at += 1
            value = licence() and value
        return value

    def either():
        nonlocal at
        value = both()
        while tokens[at : at + 1] == ["OR"]:
            at += 1
            value = both() or value
        return value

    value = either()
    if at != len(tokens):
        raise ValueError(expression)
    return value


def main():
    assert allows("(MIT OR GPL-3.0) AND ISC") and allows("MIT/GPL-3.0") and not allows("MIT AND GPL-3.0")
    packages = json.load(sys.stdin)["packages"]
    refused = [it for it in packages if not (it["license"] and allows(it["license"]))]
    for it in refused:
        print(f"{it['name']} {it['version']}: {it['license'] or 'no licence named'}")
    print(f"{len(packages)} crates, {len(refused)} refused")
    sys.exit(bool(refused) or not packages)


main()
