"""What comes from outside is taken or refused, with a message; nothing leaves the show's folder."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import eyed3
import feedparser
import pytest
from lxml import html

from producer import pipeline
from producer.errors import InputError
from producer.model import clean_text
from producer.progress import Silent
from producer.publish import manifest
from producer.show.show import Show, load
from tests.helpers.commands import run
from tests.helpers.making import SHORT, a_show, make, mp3, snapshot
from tests.soak.inputs import any_settings, any_transcript, campaign


def test_any_transcript_is_planned_or_refused() -> None:
    campaign(any_transcript, 150)


def test_any_settings_are_used_or_refused() -> None:
    campaign(any_settings, 60)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    folder = tmp_path / "show"
    folder.mkdir()
    return a_show(folder)


BODY = SHORT.partition("\n")[2]
SEEN = (
    "quotes \" and ' and <b>&amp;</b>",
    "</title><script>document.title = 1</script> --> ]]> {{ 7 * 7 }}",
    "../../etc/passwd | C:\\Windows\\win.ini",
    "tab\there, bell\x07, escape\x1b[31m, nothing\x00",
    "right to left \u202e and zero width \u200b\u200d\ufeff",
    "👩‍👩‍👧‍👦 𠮷野家 e\u0301\u0301 ﷺ İ ß",
    "noncharacters \ufffe\U0010ffff end",
    "好" * 2_000,
    "....",
    "COM1",
)


@pytest.mark.parametrize("title", SEEN, ids=range(len(SEEN)))
def test_any_title_gives_a_valid_tag_page_and_feed(show: Show, title: str) -> None:
    settings = """
        author = "A"
        title = "T"
        [feed]
        base_url = "https://example.org"
        description = "D"
        category = "Arts"
    """
    (show.folder / "show.toml").write_text(settings, encoding="utf-8")
    episode = make(show, BODY, title=title, editions=["en"])
    assert episode.folder.parent == show.output
    assert episode.folder.name.replace("-", "").isalnum()
    assert snapshot(show.folder.parent).keys() == {
        f"show/{name}" for name in snapshot(show.folder)
    }, "nothing is written elsewhere"
    (shown,) = set(episode.manifest.as_json()["title"].values())
    assert shown == clean_text(shown)
    content = (episode.folder / f"{episode.folder.name}.html").read_bytes()
    page = html.document_fromstring(content)
    assert shown in str(page.xpath("string(//title)"))
    assert shown in str(page.xpath("string(//h1)"))
    file = eyed3.load(mp3(episode, "en"))
    assert file.tag.title == shown
    run("feed", "--drafts", "--show", str(show.folder / "show.toml"))
    feed = feedparser.parse((show.output / "feed.en.xml").read_bytes())
    assert not feed.bozo
    assert feed.entries[0].title == " ".join(shown.split())


SOUND = {
    "schema": 1,
    "slug": "other",
    "source": "other.txt",
    "title": {"en": "Other"},
    "languages": ["en"],
    "engine": "edge",
    "draft": False,
    "created": "2026-01-01T00:00:00Z",
    "speakers": [],
    "editions": {},
}
ABOVE = "../../secret.mp3"
ENTRY = {"file": ABOVE, "bytes": 6, "sha256": "0" * 64, "duration_ms": 1}
BROKEN: dict[str, Any] = {
    "no JSON": b"{",
    "no object": b"[]",
    "no text": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "a long number": b'{"schema": 1, "x": ' + b"9" * 5_000 + b"}",
    "another schema": SOUND | {"schema": 2},
    "a source that is none": SOUND | {"source": 3},
    "a source with NUL": SOUND | {"source": "a\0b"},
    "no moment": SOUND | {"created": "yesterday"},
    "no time zone": SOUND | {"created": "2026-01-01T00:00:00"},
    "a list of editions": SOUND | {"editions": []},
    "a file above": SOUND | {"editions": {"en": ENTRY}},
    "an edition above": SOUND | {"editions": {"../../x": ENTRY | {"file": "a.mp3"}}},
    "a season that is none": SOUND | {"season": "first"},
}


@pytest.fixture(params=BROKEN)
def broken(request: pytest.FixtureRequest, show: Show) -> Path:
    """A broken manifest in the folder of another episode, and a file above that it may name."""
    content = BROKEN[request.param]
    (show.folder.parent / "secret.mp3").write_bytes(b"secret")
    path = show.output / "other" / manifest.FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_a_broken_manifest_is_named_and_blocks_no_other_episode(show: Show, broken: Path) -> None:
    class Listener(Silent):
        said = ""

        def note(self, message: str) -> None:
            self.said += message

    before = broken.read_bytes()
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    listener = Listener()
    plan = pipeline.plan(pipeline.Request(transcript=file, show=show, engine="tone"), listener)
    assert plan.slug == "tea-and-time"
    assert str(broken) in listener.said
    assert broken.read_bytes() == before
    assert (show.folder.parent / "secret.mp3").read_bytes() == b"secret"


def test_a_broken_manifest_is_not_made_over(show: Show, broken: Path) -> None:
    before = broken.read_bytes()
    with pytest.raises(InputError, match=r"other/episode\.json"):
        make(show, BODY, title="Other")
    assert broken.read_bytes() == before


def test_a_broken_manifest_in_feed_check_and_clean(show: Show, broken: Path) -> None:
    (show.folder / "show.toml").write_text(
        'title = "T"\nauthor = "A"\n[feed]\nbase_url = "https://example.org"\n'
        'description = "D"\ncategory = "Arts"\n',
        encoding="utf-8",
    )
    of = ("--show", str(show.folder / "show.toml"))
    for arguments, code in (
        (("feed", *of), 3),
        (("check", str(broken.parent)), 1),
        (("clean", *of), 0),
    ):
        assert "secret.mp3: " not in run(*arguments, code=code).output
    assert not list(show.output.glob("*.xml"))
    assert (show.folder.parent / "secret.mp3").read_bytes() == b"secret"


@pytest.mark.parametrize("setting", ["cover = ", "[music.intro]\nfile = ", "author = "])
def test_a_control_character_in_a_setting_is_refused(show: Show, setting: str) -> None:
    file = show.folder / "show.toml"
    file.write_text(f'{setting}"a\\u0000b"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"show\.toml: .*: there is a control character \(U\+0000"):
        load(file)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such devices and names")
@pytest.mark.parametrize("name", ["/dev/zero", "a\0b", "x" * 5_000, "/", "/dev/null"])
def test_a_file_that_is_none(show: Show, name: str) -> None:
    for read in (lambda: make(show, Path(name)), lambda: load(Path(name) / "show.toml")):
        with pytest.raises(InputError):
            read()
    if name != "/dev/null":
        with pytest.raises(InputError):
            load(Path(name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ["talk.txt", "show.toml", "voices/cast.toml"])
def test_a_pipe_is_refused(show: Show, name: str) -> None:
    """A pipe as transcript, settings or cast was waited for without end."""
    talk, file = show.folder / "talk.txt", show.folder / name
    talk.write_text(BODY, encoding="utf-8")
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    settings = show.folder / "show.toml"
    if name != "show.toml":
        settings.touch()
    result = run("make", str(talk), "--engine", "tone", "--show", str(settings), code=3)
    assert "is a pipe" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have names in Unicode only")
def test_a_name_that_is_no_unicode(show: Show) -> None:
    file = Path(os.fsdecode(os.fsencode(show.folder) + b"/\xff\xfe.txt"))
    file.write_text(BODY, encoding="utf-8")
    episode = make(show, file)
    assert json.loads((episode.folder / manifest.FILE).read_bytes())["source"] == "??.txt"
    (show.folder / "show.toml").touch()
    result = run("make", str(file), "--engine", "tone", "--show", str(show.folder), "--json")
    assert json.loads(result.stdout)["episodes"]
