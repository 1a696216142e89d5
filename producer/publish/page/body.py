"""What is to be seen, as it is without scripts; scripts/ and page.css make the rest of it."""

from __future__ import annotations

from base64 import b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from producer.languages import BILINGUAL
from producer.model import joint
from producer.naming.roles import in_brackets, person, role_name
from producer.publish.page.contents import Audio, Page
from producer.publish.page.conversation import (
    PagePair,
    PageSentence,
    PageTurn,
    edition_times,
    sentence_numbers,
    sentence_words,
)
from producer.publish.page.markup import Html, data, el, escaped, join, pieces, void
from producer.publish.page.texts import Texts, edition_name, own_name
from producer.timing import clock

_QUIETEST_LUFS, _LOUDEST_LUFS = -36.0, -12.0
"""What is drawn as nothing, and as high as can be."""
_SPEEDS = (0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2)


def body(page: Page, turns: Sequence[PageTurn], texts: Texts) -> Iterator[Html]:
    """The content of the element `body`, piece after piece: what is said may be long."""
    yield el("a", texts.text("to-transcript"), href="#transcript", class_="skip")
    yield Html("\n")
    yield _header(page, texts)
    yield Html("\n")
    yield from pieces("main", _main(page, turns, texts))
    yield Html("\n")
    yield _footer(page, texts)
    yield Html("\n")
    yield from _data(page, turns, texts)


def _main(page: Page, turns: Sequence[PageTurn], texts: Texts) -> Iterator[Html]:
    yield _player(page, texts)
    for audio in page.editions:
        yield _chapters(audio, texts)
    yield _tools(page, texts)
    yield from _transcript(page, turns, texts)
    yield _downloads(page, texts)


def _header(page: Page, texts: Texts) -> Html:
    cover = f"data:image/jpeg;base64,{b64encode(page.cover).decode()}"
    numbers = [n for n in (page.season, page.number) if n is not None]
    day = page.created.date().isoformat()
    facts = [
        *_each(page.show),
        *([".".join(map(str, numbers))] if numbers else []),
        el("time", day, datetime=day),
    ]
    return el(
        "header",
        void("img", src=cover, alt="", width=160, height=160),
        el(
            "div",
            el("p", join(facts, " · "), class_="show"),
            el("h1", *_each(page.title)),
            el("p", texts.text("draft"), class_="draft") if page.draft else Html(),
            _people(page, texts),
            *([el("p", join(_each(page.notes), " "), class_="notes")] if page.notes else []),
            el("p", join(_each(page.disclosure), " "), class_="disclosure"),
        ),
    )


def _people(page: Page, texts: Texts) -> Html:
    """Who takes part, as they are called in each language; roles alone are nobody."""
    joined = {
        language: join(people, ", " if joint(language) else "、")
        for language in page.languages
        if (people := [*filter(None, (_person(page, s, language) for s in page.speakers))])
    }
    if not joined:
        return Html()
    return el("p", texts.text("people"), join(_each(joined), " "), class_="people")


def _person(page: Page, speaker: str, language: str) -> Html:
    """A person's name, as a link where more is told there, and part in the conversation."""
    name = person(page.name(speaker, language))
    if not name:
        return Html()
    link, role = page.links.get(speaker), page.roles.get(speaker, "")
    shown = el("a", name, href=link) if link else escaped(name)
    if not role:
        return shown
    return join([shown, in_brackets(role_name(role, language), language)])


def _each(by_language: Mapping[str, str]) -> list[Html]:
    """A text in all its languages, each to be hidden with its language unless all are alike."""
    if len(set(by_language.values())) == 1:
        language, text = next(iter(by_language.items()))
        return [el("span", text, lang=language, dir="auto")]
    return [
        el("span", text, lang=language, dir="auto", class_="l")
        for language, text in by_language.items()
    ]


def _player(page: Page, texts: Texts) -> Html:
    choices = [
        el(
            "label",
            void(
                "input", type="radio", name="edition", value=audio.timeline.edition, checked=not n
            ),
            " ",
            edition_name(audio.timeline),
        )
        for n, audio in enumerate(page.editions)
    ]
    editions = el("fieldset", el("legend", texts.text("editions")), *choices, class_="js choice")
    players = [
        el(
            "figure",
            el(
                "figcaption",
                edition_name(audio.timeline),
                f" ({clock(audio.timeline.duration_ms)})",
            ),
            el(
                "audio",
                src=audio.file,
                controls=True,
                preload="none" if n else "metadata",
                aria_label=" · ".join(map(own_name, audio.timeline.languages)),
            ),
            data_edition=audio.timeline.edition,
        )
        for n, audio in enumerate(page.editions)
    ]
    wave = el(
        "div",
        el("svg", preserveAspectRatio="none", aria_hidden="true"),
        id="wave",
        class_="js",
        role="slider",
        tabindex=0,
        aria_label=texts.plain("position"),
        aria_valuemin=0,
        aria_valuemax=0,
        aria_valuenow=0,
    )
    chapter = el("p", id="chapter", class_="js", dir="auto")
    caption = el("div", id="caption", class_="js", hidden=True)
    return join(
        [
            editions if len(page.editions) > 1 else Html(),
            el("div", *players, wave, _bar(texts), chapter, caption, id="player"),
        ]
    )


def _bar(texts: Texts) -> Html:
    """What moves and how fast; it stays in view with the player."""
    speeds = [
        el("option", f"{speed:g} ×", value=f"{speed:g}", selected=speed == 1) for speed in _SPEEDS
    ]
    return el(
        "div",
        el("button", "−15", type="button", id="back", aria_label=texts.plain("back")),
        el("button", "+15", type="button", id="forward", aria_label=texts.plain("forward")),
        el("label", texts.text("speed"), " ", el("select", *speeds, id="speed")),
        el("output", id="cannot", for_="wave"),
        class_="js bar",
    )


def _caption_choices(page: Page) -> Iterator[Html]:
    """None, each language, and both."""
    yield el("option", "–", value="", selected=True)
    for language in page.languages:
        yield el("option", own_name(language), value=language, lang=language)
    if len(page.languages) > 1:
        names = " + ".join(map(own_name, page.languages))
        yield el("option", names, value=" ".join(page.languages))


def _chapters(audio: Audio, texts: Texts) -> Html:
    links = [
        el(
            "li",
            el("a", chapter.title, href=_moment(audio.file, chapter.start_ms), dir="auto"),
            " ",
            el("small", clock(chapter.start_ms)),
        )
        for chapter in audio.timeline.chapters
    ]
    heading = [texts.text("chapters"), " – ", edition_name(audio.timeline)]
    return el(
        "nav",
        el("h2", *heading),
        el("ol", *links),
        class_="chapters",
        data_edition=audio.timeline.edition,
        aria_label=f"{texts.plain('chapters')} {audio.timeline.edition}",
    )


def _language_choice(page: Page, texts: Texts, name: str, neither: str) -> Html:
    """What `name` stands for, of one of the languages or of `neither`."""
    choices = [
        el(
            "label",
            void("input", type="radio", name=name, value=value, checked=not value),
            " ",
            label,
        )
        for value, label in (
            ("", texts.text(neither)),
            *((la, el("span", own_name(la), lang=la)) for la in page.languages),
        )
    ]
    return el("fieldset", el("legend", texts.text(name)), *choices, class_="choice")


def _tools(page: Page, texts: Texts) -> Html:
    show = _language_choice(page, texts, "show", "all")
    veil = _language_choice(page, texts, "veil", "nothing")
    search = el(
        "search",
        el("label", texts.text("search"), " ", void("input", type="search", id="wanted")),
        *(
            el("button", sign, type="button", id=key, aria_label=texts.plain(key))
            for key, sign in (("previous", "↑"), ("next", "↓"), ("play", "▶"))
        ),
        el("output", id="hits", for_="wanted"),
    )
    link = el(
        "div",
        el("button", texts.text("link"), type="button", id="link"),
        " ",
        el("output", id="said"),
    )
    captions = el(
        "label",
        texts.text("caption"),
        " ",
        el("select", *_caption_choices(page), id="captions"),
    )
    several = len(page.languages) > 1
    practice = el(
        "details",
        el("summary", texts.text("practice")),
        captions,
        *([veil] if several else []),
    )
    choices = [show] if several else []
    return el("div", *choices, search, link, practice, class_="js tools")


def _transcript(page: Page, turns: Sequence[PageTurn], texts: Texts) -> Iterator[Html]:
    """A part for each chapter of the first edition, in which it begins with a turn."""
    cues = page.editions[0].timeline.cues
    starts = [cue.start_ms for cue in cues]
    titles: dict[int, str] = {}
    for chapter in page.editions[0].timeline.chapters:
        place = bisect_left(starts, chapter.start_ms)
        if place < len(cues):
            titles.setdefault(cues[place].turn, chapter.title)
    parts: list[tuple[str | None, list[PageTurn]]] = []
    for turn in turns:
        title = titles.get(turn.number)
        if title is not None or not parts:
            parts.append((title, []))
        parts[-1][1].append(turn)

    def content() -> Iterator[Html]:
        yield el("h2", texts.text("transcript"))
        for title, turns in parts:
            heading = [] if title is None else [el("h3", title, dir="auto")]
            rows = (_turn(page, turn, several=len(page.languages) > 1) for turn in turns)
            yield from pieces("div", chain(heading, rows), class_="part")

    return pieces("section", content(), id="transcript", tabindex=-1)


def _turn(page: Page, turn: PageTurn, several: bool) -> Html:
    """Who speaks, and then pair by pair what is said, languages side by side."""
    languages = turn.languages
    names = [_who(page, turn, language, several) for language in languages]
    rows = (_pair(page, pair, several) for pair in turn.pairs)
    return el("div", el("div", *names, class_="row"), *rows, class_="turn")


def _who(page: Page, turn: PageTurn, language: str, several: bool) -> Html:
    first = next(turn.sentences(language)).number
    link: list[str] = []
    if language in turn.starts:
        file, start_ms = turn.starts[language]
        link = [" ", el("a", clock(start_ms), href=_moment(file, start_ms))]
    return el(
        "p",
        el("b", page.name(turn.speaker, language), dir="auto"),
        *link,
        class_=_side_class(page, language, "who", several),
        lang=language,
        data_first=first,
    )


def _pair(page: Page, pair: PagePair, several: bool) -> Html:
    sides = (
        el(
            "div",
            *_paragraphs(sentences, language),
            class_=_side_class(page, language, "side", several),
            lang=language,
        )
        for language, sentences in pair.items()
    )
    return el("div", *sides, class_="row pair")


def _side_class(page: Page, language: str, kind: str, several: bool) -> str:
    """In the second column is what is in the second language, be it alone in its row."""
    if not several:
        return kind
    return f"{kind} l" if language == page.languages[0] else f"{kind} l second"


def _paragraphs(sentences: Sequence[PageSentence], language: str) -> Iterator[Html]:
    """The paragraphs of a side; the first may go on with one of the pair before."""
    paragraphs: list[list[PageSentence]] = []
    for sentence in sentences:
        if sentence.begins or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
    for each in paragraphs:
        texts = [el("a", sentence.text, class_="s") for sentence in each]
        begins = "begins" if each[0].begins else None
        yield el("p", join(texts, joint(language)), dir="auto", class_=begins)


def _downloads(page: Page, texts: Texts) -> Html:
    rows = [
        el(
            "li",
            edition_name(audio.timeline),
            ": ",
            el("a", f"MP3 ({audio.size / 1e6:.1f} MB)", href=audio.file, download=True),
            " · ",
            texts.text("captions"),
            " ",
            join(_captions(audio), ", "),
        )
        for audio in page.editions
    ]
    return el(
        "section",
        el("h2", texts.text("downloads")),
        el("ul", *rows),
        *_subscribe(page, texts),
        class_="downloads",
    )


def _subscribe(page: Page, texts: Texts) -> Iterator[Html]:
    """The feeds, and how the page is shown within another, once it has an address."""
    if not page.base_url:
        return
    feeds = [
        el("li", el("a", edition_name(audio.timeline), href=page.feed_url(audio)))
        for audio in page.editions
    ]
    yield el("h2", texts.text("subscribe"))
    yield el("ul", *feeds)
    frame = el(
        "iframe",
        src=page.url(page.file),
        title=" / ".join(dict.fromkeys(page.title.values())),
        width="100%",
        height="420",
        loading="lazy",
    )
    yield el("details", el("summary", texts.text("embed")), el("pre", el("code", "".join(frame))))


def _captions(audio: Audio) -> Iterator[Html]:
    """Links to the captions. In one language they are the same with and without its name."""
    languages = (*audio.timeline.languages, *audio.timeline.unheard)
    stem = audio.file.removesuffix("mp3")
    for file in audio.captions:
        language, _, kind = file.removeprefix(stem).rpartition(".")
        if language or len(audio.timeline.languages) > 1:
            shown = languages if language == BILINGUAL else [language] if language else []
            spans = [el("span", own_name(each), lang=each) for each in shown]
            label = [join(spans, " + "), " "] if spans else []
            yield el("a", *label, kind.upper(), href=file, download=True)


def _footer(page: Page, texts: Texts) -> Html:
    keys = [
        ("key-space", "Space"),
        ("key-arrows", "← →"),
        ("key-jk", "j k"),
        ("key-chapters", "[ ]"),
        ("key-e", "e"),
        ("key-l", "l"),
        *((("key-t", "t"), ("key-o", "o")) if len(page.languages) > 1 else ()),
        ("key-search", "/"),
        ("key-c", "c"),
    ]
    rows = [el("div", el("dt", el("kbd", sign)), el("dd", texts.text(key))) for key, sign in keys]
    use = el(
        "label", void("input", type="checkbox", id="keys", checked=True), " ", texts.text("keys-on")
    )
    credit = [el("p", line, dir="auto") for line in page.credits]
    return el(
        "footer",
        el("details", el("summary", texts.text("keys")), el("dl", *rows), use, class_="js"),
        *([el("h2", texts.text("credits")), *credit] if credit else []),
    )


def _data(page: Page, turns: Sequence[PageTurn], texts: Texts) -> Iterator[Html]:
    """What the scripts read: words by sentence; by edition the times of sentences and the waveform
    in percent; what it says itself."""
    numbers = sentence_numbers(turns)
    return data(
        {
            "words": sentence_words(turns),
            "editions": {
                audio.timeline.edition: {
                    "length": audio.timeline.duration_ms,
                    "times": edition_times(audio.timeline, numbers),
                    "wave": [_height(level) for level in audio.levels],
                    "voices": list(_voices(page, audio)),
                }
                for audio in page.editions
            },
            "texts": {key: texts.plain(key) for key in ("copied", "address", "no-ranges")},
        },
        type="application/json",
        id="data",
    )


def _voices(page: Page, audio: Audio) -> Iterator[int]:
    """Who speaks in each part of the waveform: a number from 1 in the order of speakers, 0 for the
    narrator, -1 in a pause."""
    numbers = {speaker: number for number, speaker in enumerate(page.speakers, 1)}
    cues, duration_ms = audio.timeline.cues, audio.timeline.duration_ms
    starts = [cue.start_ms for cue in cues]
    for bar in range(len(audio.levels)):
        middle_ms = (2 * bar + 1) * duration_ms // (2 * len(audio.levels))
        place = bisect_right(starts, middle_ms) - 1
        if place < 0 or middle_ms > cues[place].end_ms:
            yield -1
        else:
            yield numbers.get(cues[place].speaker, 0)


def _height(level: float) -> int:
    share = (level - _QUIETEST_LUFS) / (_LOUDEST_LUFS - _QUIETEST_LUFS)
    return round(100 * min(max(share, 0.0), 1.0) ** 2)


def _moment(file: str, ms: int) -> str:
    """A link that plays from a moment on, of itself (https://www.w3.org/TR/media-frags/)."""
    return f"{file}#t={ms / 1000:.3f}".rstrip("0").rstrip(".")
