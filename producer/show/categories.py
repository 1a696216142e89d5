"""The categories of podcasts, as Apple has them. Data.

https://podcasters.apple.com/support/1691-apple-podcasts-categories
"""

from __future__ import annotations

import difflib

CATEGORIES = (
    *("Arts", "Business", "Comedy", "Education", "Fiction", "Government", "Health & Fitness"),
    *("History", "Kids & Family", "Leisure", "Music", "News", "Religion & Spirituality"),
    *("Science", "Society & Culture", "Sports", "TV & Film", "Technology", "True Crime"),
)
"""Each has others inside, which `subcategory` names."""


def nearest_categories(text: str) -> list[str]:
    """The categories that are most like `text`, the likeliest first; all where none is."""
    by_fold = {category.casefold(): category for category in CATEGORIES}
    folded = text.casefold().replace(" and ", " & ")
    if folded in by_fold:
        return [by_fold[folded]]
    words = [c for f, c in by_fold.items() if folded and (folded in f or f in folded)]
    close = difflib.get_close_matches(folded, by_fold, n=3, cutoff=0.5)
    by_word = {word: fold for fold in by_fold for word in fold.split(" & ")}
    close += [by_word[word] for word in difflib.get_close_matches(folded, by_word, 3, 0.5)]
    return list(dict.fromkeys([*words, *(by_fold[name] for name in close)])) or list(CATEGORIES)
