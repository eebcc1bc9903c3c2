"""What a rectification may do to operative words: mend a misspelling, and nothing that could change their meaning.

A point of a decision says what the committee decided, so no rule about its sums alone keeps it: "beviljar" may not
become "avslår", and no "inte" may come or go (D3). Other words take a new decision. Pure.
"""

import re

WORD = re.compile(r"[^\W\d_]+")
DIGITS = re.compile(r"\d+")
SHORTEST = 4  # letters of a word that can be misspelled; ger, tar, ska, kan, nio, maj … stay as they are
LONG = 8  # letters from which two may be wrong
# A single letter makes these another word, or makes another word of them.
FIXED = frozenset({"inte", "icke", "utan", "ingen", "inget", "inga", "aldrig", "juni", "juli"})


def is_slip(old: str, new: str) -> bool:
    """Return whether `new` says the same as `old`, misspelled words and signs apart: the same words and numbers."""
    if DIGITS.findall(old) != DIGITS.findall(new):
        return False
    before, after = (WORD.findall(text.casefold()) for text in (old, new))
    return len(before) == len(after) and all(map(_same_word, before, after))


def _same_word(old: str, new: str) -> bool:
    if old == new:
        return True
    shorter = min(len(old), len(new))
    if shorter < SHORTEST or old[0] != new[0] or FIXED & {old, new}:
        return False
    return _letters_apart(old, new) <= (2 if shorter >= LONG else 1)


def _letters_apart(old: str, new: str) -> int:
    """Return how many letters are added, left out, exchanged or swapped with their neighbour."""
    before, row = [0] * (len(new) + 1), list(range(len(new) + 1))
    for at, letter in enumerate(old, start=1):
        earlier, before, row = before, row, [at]
        for to, other in enumerate(new, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != other))
            if at > 1 and to > 1 and (letter, old[at - 2]) == (new[to - 2], other):
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
    return row[-1]
