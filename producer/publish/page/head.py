"""What the page says of itself to search engines and to those who link to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from producer.naming.roles import person
from producer.publish.page.contents import Audio, Page
from producer.publish.page.conversation import PageTurn
from producer.publish.page.markup import Html, data, el, join, void

_LONGEST_DESCRIPTION = 160
_SYNTHETIC = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
_SYNTHETIC_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""That a model made the sound, as schema.org and IPTC name it. The text is somebody's own."""

_CAPTIONS = {"vtt": "text/vtt", "srt": "application/x-subrip"}


def head(page: Page, turns: Sequence[PageTurn]) -> Html:
    """Title, Open Graph (https://ogp.me) and schema.org. Addresses are to be absolute there, so
    there are none before the show has an address."""
    about = _description(turns)
    parts = [
        el("title", " – ".join(dict.fromkeys([_joined(page.title), _joined(page.show)]))),
        void("meta", name="description", content=about),
        *(
            void("meta", property=f"og:{name}", content=content)
            for name, content in _open_graph(page, about)
        ),
        void("meta", name="twitter:card", content="summary"),
        void("meta", name="digital-source-type", content=_SYNTHETIC_IPTC),
        join(data(_schema(page, about), type="application/ld+json")),
    ]
    if page.base_url:
        parts.insert(2, void("link", rel="canonical", href=page.url(page.file)))
        parts += [
            void(
                "link",
                rel="alternate",
                type="application/rss+xml",
                title=audio.timeline.edition,
                href=page.feed_url(audio),
            )
            for audio in page.editions
        ]
    return join(parts, "\n")


def _open_graph(page: Page, about: str) -> Iterator[tuple[str, str]]:
    yield "type", "article"
    yield "title", _joined(page.title)
    yield "site_name", _joined(page.show)
    yield "description", about
    if page.base_url:
        yield "url", page.url(page.file)
        yield "image", f"{page.base_url}/{page.cover_file}"
        yield "audio", page.url(page.editions[0].file)
        yield "audio:type", "audio/mpeg"


def _schema(page: Page, about: str) -> dict[str, Any]:
    """https://schema.org/PodcastEpisode"""
    series: dict[str, Any] = {"@type": "PodcastSeries", "name": _joined(page.show)}
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": _joined(page.title),
        "description": about,
        "inLanguage": list(page.languages),
        "datePublished": page.created.isoformat(),
        "duration": _duration(page.editions[0]),
        "accessMode": ["auditory", "textual"],
        "accessibilityFeature": ["captions", "transcript", "synchronizedAudioText"],
        "partOfSeries": series,
        "actor": [
            {"@type": "Person", "name": name}
            for speaker in page.speakers
            if (name := person(_joined(page.names[speaker])))
        ],
        "associatedMedia": [_media(page, audio) for audio in page.editions],
    }
    if page.number is not None:
        fields["episodeNumber"] = page.number
    if page.season is not None:
        fields["partOfSeason"] = {"@type": "PodcastSeason", "seasonNumber": page.season}
    if page.base_url:
        series["url"] = page.base_url
        fields["url"] = page.url(page.file)
        fields["image"] = f"{page.base_url}/{page.cover_file}"
    return fields


def _media(page: Page, audio: Audio) -> dict[str, Any]:
    captions = [
        {
            "@type": "MediaObject",
            "contentUrl": _address(page, file),
            "encodingFormat": _CAPTIONS[file.rpartition(".")[2]],
        }
        for file in audio.captions
    ]
    return {
        "@type": "AudioObject",
        "contentUrl": _address(page, audio.file),
        "encodingFormat": "audio/mpeg",
        "contentSize": str(audio.size),
        "duration": _duration(audio),
        "digitalSourceType": _SYNTHETIC,
        "inLanguage": list(audio.timeline.languages),
        "caption": captions,
    }


def _address(page: Page, file: str) -> str:
    return page.url(file) if page.base_url else file


def _duration(audio: Audio) -> str:
    """ISO 8601."""
    return f"PT{audio.timeline.duration_ms / 1000:.3f}S"


def _description(turns: Sequence[PageTurn]) -> str:
    """The beginning of the conversation, behind the disclosure."""
    sentences = (
        sentence.text
        for turn in turns
        if turn.number
        for sentence in turn.sentences(turn.languages[0])
    )
    text = " ".join(islice(sentences, 4))
    return text if len(text) <= _LONGEST_DESCRIPTION else f"{text[: _LONGEST_DESCRIPTION - 1]}…"


def _joined(texts: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(texts.values()))
