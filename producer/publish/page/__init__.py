"""The episode's page: one HTML file with everything in it but the sound.

It asks nothing of anybody: style, script, cover and times are inside, and its policy forbids it to
load anything but the files beside it. Without scripts it is text with links; those in scripts/
make it follow the sound. conversation.py finds out what is said when, body.py lays it out, and
head.py says what the page is to other programs.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from string import Template

from producer.model import joint
from producer.publish.page.body import body
from producer.publish.page.contents import Audio, Page
from producer.publish.page.conversation import turns
from producer.publish.page.head import head
from producer.publish.page.texts import Texts

__all__ = ["Audio", "Page", "html"]


_SCRIPTS = tuple(
    f"scripts/{name}.js" for name in ("player", "follow", "wave", "search", "moments", "controls")
)
"""One after the other they are one script."""


def html(page: Page) -> Iterator[bytes]:
    """The page as a file, block after block. The same values give the same bytes."""
    editions = [(audio.file, audio.timeline) for audio in page.editions]
    spoken = turns(editions, page.languages, page.paired, page.paragraphs)
    texts = Texts(page.languages)
    style = _file("page.css") + _hiding(page.languages)
    script = "".join(map(_file, _SCRIPTS))
    before, after = _file("template.html").split("$body")
    opening = Template(before).substitute(
        language=texts.spoken[0],
        policy=_policy(style, script),
        head=head(page, spoken),
        style=style,
    )
    closing = Template(after).substitute(script=script)
    for text in chain([opening], body(page, spoken, texts), [closing]):
        yield text.encode()


def _hiding(languages: Sequence[str]) -> str:
    """Rules that leave one of `languages` to be seen, but for pairs that are opened, and that veil
    one until it is tapped."""
    return "".join(
        f':root[data-show="{language}"] :not(.open) > .l:not([lang="{language}"])'
        "{display:none}\n"
        f':root[data-show="{language}"] .open > .l:not([lang="{language}"]){{display:block}}\n'
        f':root[data-veil="{language}"] .side[lang="{language}"]:not(.seen)'
        "{filter:blur(0.4em);cursor:pointer}\n"
        + (
            f':root[data-show="{language}"] .side > p::after{{content:" "}}\n'
            if joint(language)
            else ""
        )
        for language in languages
        if len(languages) > 1
    )


def _policy(style: str, script: str) -> str:
    """Content Security Policy: our style and script as they are, the sound beside the page, and
    nothing else. Opened from disk the page's own place is "file:"."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "media-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _file(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")
