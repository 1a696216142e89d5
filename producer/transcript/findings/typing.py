"""Typing errors that are certain, each with its correction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from producer.languages import HAN, LATIN
from producer.model import Finding, FindingKind, Script
from producer.naming.titles import LABEL_TITLE
from producer.transcript.findings.misspellings import MISSPELLED
from producer.transcript.findings.place import Place, all_places
from producer.transcript.findings.verbatim import DOUBLED, doubled, is_verbatim

_BESIDE = 3
"""Turns in which a bracket may be closed that was opened in one."""

_MOST = 20
"""In one paragraph; more would be a habit, or no text."""


@dataclass(frozen=True, slots=True)
class _Slip:
    """What `pattern` matches becomes what `after` makes of it. `languages` is empty for all."""

    pattern: re.Pattern[str]
    after: Callable[[re.Match[str]], str]
    languages: frozenset[str] = frozenset()
    when_spoken: bool = False
    """Whether people say so too, and a transcript of every word they say has it often."""

    may_match: Callable[[str], object] | None = None
    """Tells in a fraction of the time whether a text may hold it."""

    doubtful: bool = False


_FULL_WIDTH = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}|`[^`]*`")
_IN_ADDRESSES = ("://", "www.", "@", "`")
"""One of these is in every text with an address, or with a piece of a program."""

# Letters of other scripts that look like Latin ones, by what they are taken for.
_CYRILLIC = dict(zip("АВЕКМНОРСТХаеорсхуіЅѕјԁ", "ABEKMHOPCTXaeopcxyiSsjd", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_LOOKALIKES = str.maketrans(_CYRILLIC | _GREEK)
_LOOKS = "".join(map(chr, _LOOKALIKES))

_TWICE_HAN = "我们|他们|她们|你们|因为|如果|但是|所以|以及|并且|或者|关于|对于|由于|虽然|而且"
_NO_TITLE = rf"(?!(?i:{LABEL_TITLE}|no|vs|st|mt|jr|etc|eg|ie|al|vol|fig)\.)"

_EN = frozenset({"en"})
_ZH = frozenset({"zh", "yue"})

_LETTERS = re.compile("[a-z]+")
_MISSPELLED_BEGIN = frozenset(words[0] for word in MISSPELLED if (words := _LETTERS.findall(word)))

SLIPS = (
    _Slip(re.compile("。{3,}"), lambda _: "……"),
    _Slip(re.compile("([。，、；：])[。，、；：]*\\1"), lambda m: m[1]),
    _Slip(re.compile("[，、；](?=。)"), lambda _: ""),
    _Slip(re.compile(r"(?<![,;])([,;])\1(?![,;])"), lambda m: m[1]),
    _Slip(re.compile(r"(?<=\w)\.\.(?=\s|$)"), lambda _: ".", doubtful=True),
    _Slip(
        DOUBLED,
        lambda m: m[1],
        _EN,
        when_spoken=True,
        may_match=doubled,
    ),
    _Slip(
        re.compile(rf"(?<![诉给让教问])({_TWICE_HAN})\1"),
        lambda m: m[1],
        _ZH,
        when_spoken=True,
    ),
    _Slip(re.compile("(?<![目打])的的(?![确士卡])"), lambda _: "的", _ZH),
    _Slip(re.compile(r"(?<=\w) +(?=[,;:!?](?:\s|$))"), lambda _: "", _EN),
    _Slip(re.compile(r"(?<=[a-z]{2}) +(?=\.(?:\s|$))"), lambda _: "", _EN),
    _Slip(
        re.compile(
            rf"\b{_NO_TITLE}[A-Za-z]{{3,}}\.(?=(?:The|A|An|It|He|She|We|They|You|I|This|That|"
            r"There|But|And|In|So|What|If|When)\b)"
        ),
        lambda m: f"{m[0]} ",
        _EN,
        may_match=re.compile(r"[A-Za-z]\.[A-Z]").search,
    ),
    _Slip(re.compile(r"(?<=\d)[Oo](?=\d)"), lambda _: "0"),
    _Slip(
        re.compile(rf"\b(?=[{_LOOKS}]*[{LATIN}])[{LATIN}{_LOOKS}]*[{_LOOKS}][{LATIN}{_LOOKS}]*\b"),
        lambda m: m[0].translate(_LOOKALIKES),
    ),
    _Slip(
        re.compile(
            rf"\b(?:{'|'.join(sorted(MISSPELLED, key=len, reverse=True))})\b", re.IGNORECASE
        ),
        lambda m: _as_written(m[0], MISSPELLED[m[0].casefold()]),
        _EN,
        may_match=lambda text: not _MISSPELLED_BEGIN.isdisjoint(_LETTERS.findall(text.casefold())),
    ),
)

_HALF_WIDTH = re.compile(rf"(?<=[{HAN}])[,;:!?](?=[{HAN}])|(?<=[{HAN}])\.(?=[{HAN}])")
_PAIRS = {"（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】", "[": "]", "“": "”"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_LIST_MARK = re.compile(
    r"(?:^|[\s；;，,。：:])(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十])(?=[)）])"
    rf"|(?<=[{HAN}])[A-Ha-h](?=[)）])"
)
_SMILEY = re.compile(r"(?<![\w（(])[:;]-?[()]")
_BROKEN = re.compile("\ufffd+|锟斤拷|â€[™œ\u009d“”]|Ã[©¨¤¶¼]")


def typing(script: Script) -> Iterator[Finding]:
    """A paragraph has what nobody writes on purpose."""
    sparse = _sparse_marks(script)
    verbatim = is_verbatim(script)
    passages = {
        (number, language): "\n".join(texts)
        for number, turn in enumerate(script.turns)
        for language, texts in turn.passages.items()
    }
    indices = {turn.number: index for index, turn in enumerate(script.turns)}
    for place in all_places(script):
        yield from islice(chain(_slips(place, verbatim), _narrow_marks(place, sparse)), _MOST)
        index = indices[place.turn.number]
        around = [
            "\n".join(passages.get((index + step, place.language), "") for step in steps)
            for steps in (range(-_BESIDE, 0), range(1, _BESIDE + 1))
        ]
        yield from _unbalanced(place, before=around[0], after=around[1])
        if broken := _BROKEN.search(place.text):
            yield place.finding(
                FindingKind.TYPING,
                f"'{broken[0]}' is left of a character that was lost: write it again",
            )


def _slips(place: Place, verbatim: bool) -> Iterator[Finding]:
    text = place.text
    if any(part in text for part in _IN_ADDRESSES):
        text = _ADDRESS.sub(lambda match: "\0" * len(match[0]), text)
    taken: set[int] = set()
    for slip in SLIPS:
        if slip.languages and place.language not in slip.languages:
            continue
        if slip.may_match and not slip.may_match(text):
            continue
        for match in slip.pattern.finditer(text):
            if taken.isdisjoint(range(match.start(), match.end())):
                taken |= set(range(match.start(), match.end()))
                yield _proposed(
                    place,
                    match.start(),
                    match.end(),
                    slip.after(match),
                    doubtful=slip.doubtful or (verbatim and slip.when_spoken),
                )


def _proposed(place: Place, start: int, end: int, after: str, *, doubtful: bool = False) -> Finding:
    change = place.change(start, end, after)
    message = f"'{place.around(start, end)}' has a slip"
    return place.finding(FindingKind.TYPING, message, change, doubtful=doubtful)


def _as_written(word: str, correct: str) -> str:
    return correct[0].upper() + correct[1:] if word[0].isupper() else correct


def _sparse_marks(script: Script) -> frozenset[str]:
    """The half-width marks that stand between Han characters now and then only; who always
    writes them so means to."""
    narrow: Counter[str] = Counter()
    wide: Counter[str] = Counter()
    for place in all_places(script):
        if place.language in _ZH:
            narrow.update(match[0] for match in _HALF_WIDTH.finditer(place.text))
            wide.update(c for c in place.text if c in "，；：！？。")
    full = _FULL_WIDTH | {".": "。"}
    return frozenset(mark for mark, count in narrow.items() if 4 * count <= wide[full[mark]])


def _narrow_marks(place: Place, sparse: frozenset[str]) -> Iterator[Finding]:
    if place.language in _ZH:
        full = _FULL_WIDTH | {".": "。"}
        for match in _HALF_WIDTH.finditer(place.text):
            if match[0] in sparse:
                yield _proposed(place, match.start(), match.end(), full[match[0]])


def _unbalanced(place: Place, *, before: str, after: str) -> Iterator[Finding]:
    """A bracket or quotation mark that nothing closes or opens, be it in the turns `before` and
    `after`, as in captions. English quotations over several paragraphs open in each and close in
    the last."""
    text = _SMILEY.sub(lambda match: " " * len(match[0]), place.text)
    list_marks = {match.end() for match in _LIST_MARK.finditer(text)}
    passage = place.turn.passages[place.language]
    open_: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        if character in _PAIRS:
            open_.append((character, at))
        elif opener := _OPENERS.get(character):
            if open_ and open_[-1][0] == opener:
                open_.pop()
            elif open_ and {opener, open_[-1][0]} == {"(", "（"}:
                # One of a pair in the width of the other language.
                open_.pop()
            elif at in list_marks or before.rfind(opener) > before.rfind(character):
                continue
            elif not (character in "”）)》」』】" and _opened_before(place, opener, character)):
                yield place.finding(
                    FindingKind.TYPING, f"nothing opens '{place.around(at, at + 1)}'"
                )
                return
    for opener, at in open_:
        later = "\n".join([*passage[place.index + 1 :], after])
        closes, opens = later.find(_PAIRS[opener]), later.find(opener)
        elsewhere = any(_PAIRS[opener] in text for text in passage[place.index + 1 :])
        if opener == "“" and '"' in text[at:]:
            continue  # It is closed, by the other kind.
        if not elsewhere and (closes < 0 or 0 <= opens < closes):
            yield place.finding(FindingKind.TYPING, f"nothing closes '{place.around(at, at + 1)}'")
            return


def _opened_before(place: Place, opener: str, closer: str) -> bool:
    before = place.turn.passages[place.language][: place.index]
    return sum(p.count(opener) for p in before) > sum(p.count(closer) for p in before)
