"""Prints words of a language and the stem that Snowball's own stemmer gives them: `language<TAB>word<TAB>stem`.

    python pairs.py FOLDER < <(cargo metadata --format-version 1 --locked)

The words are Snowball's vocabularies, and, for Polish and Turkish, of which the crate has none, the words of the interface with
their endings cut and changed (FOLDER is themes/default/words). Of a long vocabulary each third word is taken.
"""

import json
import pathlib
import re
import sys

from snowballstemmer import stemmer

ALGORITHMS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "pl": "polish",
    "pt": "portuguese", "ru": "russian", "tr": "turkish",
}
# Endings that words of the interface are tried with.
ENDINGS = {
    "pl": "a ach ami ają ać ał ali ami ce cie cja cji ej em emi ego emu eń i ie iem ich iego imi ków liśmy my ni o om owie ować ów sz szy ści u y ych ym ymi ą ę".split(),
    "tr": "ler lar lerin ları ım im in ın ün mız nız den dan de da e a i ı u ü yi yı sı si lik lık li lı siz ken dir dır tir ki yken ca ce ydi yse".split(),
}

[crate] = [each for each in json.load(sys.stdin)["packages"] if each["name"] == "rust-stemmers"]
test_data = pathlib.Path(crate["manifest_path"]).with_name("test_data")


def words_of_interface(language):
    text = (pathlib.Path(sys.argv[1]) / f"{language}.toml").read_text("utf-8").lower()
    words = sorted(set(re.findall(r"[^\W\d_]{3,}", text)))
    for word in words:
        yield word
        for ending in ENDINGS[language]:
            yield word + ending
            yield word[:-1] + ending


def words_of(language):
    if language in ENDINGS:
        return words_of_interface(language)
    name = {"de": "ger"}.get(language, language)
    words = (test_data / f"voc_{name}.txt").read_text("utf-8").split()
    # Those with an apostrophe are left out: the search cuts them in two before it stems.
    words = [word for word in words if word.isalpha()]
    return words if language == "en" else words[::3]


for language, algorithm in ALGORITHMS.items():
    stem = stemmer(algorithm).stemWord
    for word in words_of(language):
        print(language, word, stem(word), sep="\t")
# Short forms in -ying: the vocabulary holds three of them.
for word in ("vying", "hying", "belying", "dyingly", "ecologist", "apologies"):
    print("en", word, stemmer("english").stemWord(word), sep="\t")
