"""Prints each word of Snowball's English vocabulary and the stem that Snowball's own stemmer gives it.

    python pairs.py < <(cargo metadata --format-version 1 --locked)
"""

import json
import pathlib
import sys

from snowballstemmer import stemmer

[crate] = [each for each in json.load(sys.stdin)["packages"] if each["name"] == "rust-stemmers"]
vocabulary = pathlib.Path(crate["manifest_path"]).with_name("test_data") / "voc_en.txt"
english = stemmer("english")
# Those with an apostrophe are left out: the search cuts them in two before it stems.
for word in vocabulary.read_text("utf-8").split():
    if word.isalpha():
        print(word, english.stemWord(word), sep="\t")
# Short forms in -ying: the vocabulary holds three of them.
for word in ("vying", "hying", "belying", "dyingly", "ecologist", "apologies"):
    print(word, english.stemWord(word), sep="\t")
