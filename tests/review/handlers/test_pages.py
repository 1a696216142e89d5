"""What the review page shows: the list with its states, hostile texts, broken files, sound."""

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

from producer.plan.status import standings
from producer.show.show import load
from tests.helpers.making import a_show, heard, make
from tests.review.serving import TALK, Client, Episode, a_transcript, episode, serving
from tests.standin import EdgeStandIn
from tests.standin.tunnel import tunnel

HOSTILE = """\
# <script>alert("茶")</script> | "><img src=x onerror=alert(1)>

</textarea><b>安娜：他说“{{ 7*7 }}”，\u202e倒过来\u202c，然后走了。
Anna: He said '{% raw %}' and "quotes" & <!-- left -->, \u202ebackwards\u202c.

本：</span><script src=//evil.example></script>好。
Ben: `${alert(1)}` javascript:alert(1) fine.
"""


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_texts_are_shown_as_text(tmp_path: Path) -> None:
    file = a_transcript(tmp_path, HOSTILE, "a'b\"<i>.txt")
    with serving(tmp_path) as server:
        talk = episode(server, file)
        pages = [talk.page(), talk.client.ask("/").text]
        pages.append(talk.client.ask(f"{talk.path}/turns/1/zh").text)
        pages.append(
            talk.client.ask(f"{talk.path}/term?turn=1&language=zh&sentence=0&term=<b>").text
        )
        pages.append(talk.do("text", turn=2, language="en", text="</p><script>1</script>").text)
    for page in pages:
        read = _Elements(page)
        sources = [attrs.get("src") or "" for tag, attrs in read.elements if tag == "script"]
        assert all(source.startswith("/static/") for source in sources)
        assert not {tag for tag, _ in read.elements} & {"img", "b", "i"}
        assert not [name for _, attrs in read.elements for name in attrs if name.startswith("on")]
    assert "“{{ 7*7 }}”，\u202e倒过来\u202c" in _Elements(pages[0]).text
    assert "</p><script>1</script>" in _Elements(pages[-1]).text


def test_the_list_tells_the_state_of_each_transcript(tmp_path: Path) -> None:
    show = a_show(tmp_path, title="茶馆")
    made = a_transcript(tmp_path, TALK, "made.txt")
    a_transcript(tmp_path, TALK.replace("茶与时间 | Tea and Time", "别的 | Another"), "new.txt")
    a_transcript(tmp_path, "安娜：只有中文。\n", "broken.txt")
    guid = make(show, made).manifest.as_json()["guid"]
    with serving(tmp_path) as server:
        client = Client(server.url)
        assert _row_addresses(client.ask("/").text)
        rows = _rows(client)
        assert rows["made.txt"] == ("draft", [])
        assert rows["new.txt"] == ("new", [])
        assert rows["broken.txt"] == ("unusable", [])
        # What has been found out once is in the list at once.
        assert not _row_addresses(client.ask("/").text)
        episode(server, made).do("text", turn=1, language="en", text="Hi.")
        changed = "the text has changed (sentences: 1 new, 2 gone)"
        assert _rows(client)["made.script.md"] == ("changed", [changed, "a draft"])
        feed = tmp_path / "output" / "feed.zh-en.xml"
        feed.write_text(f"<guid>{guid}.zh-en</guid>", encoding="utf-8")
        assert _rows(client)["made.script.md"] == ("changed", [changed, "a draft", "published"])
        told = {one.transcript: one for one in standings(show, engine="tone") if one.transcript}
        for name, (state, remarks) in _rows(client).items():
            one = told[tmp_path / "seeds" / name]
            assert (state, remarks) == (one.state_in_words, [] if one.problem else [*one.remarks])
        make(show, made.with_name("made.script.md"))
        assert _rows(client)["made.script.md"] == ("draft", ["published"])


def test_a_transcript_that_lies_elsewhere_has_its_state_in_the_list(tmp_path: Path) -> None:
    (tmp_path / "show").mkdir()
    file = tmp_path / "talk.txt"
    file.write_text(TALK, encoding="utf-8")
    with serving(tmp_path / "show", file) as server:
        client = Client(server.url)
        assert _rows(client) == {"talk.txt": ("new", [])}
        made = make(a_show(tmp_path / "show", title="茶馆"), file)
        assert _rows(client) == {"talk.txt": ("draft", [])}
        (made.folder / "tea-and-time.zh-en.mp3").unlink()
        gone = "tea-and-time.zh-en.mp3 is gone or was changed"
        assert _rows(client) == {"talk.txt": ("changed", [gone, "a draft"])}


def _rows(client: Client) -> dict[str, tuple[str, list[str]]]:
    """State and remarks in the list by file, when all rows have come."""
    page = client.ask("/").text
    page += "".join(client.ask(address).text for address in _row_addresses(page))
    rows = re.findall(r'<td class="file"><bdi>(.*?)</bdi>(.*?)</tr>', page, re.DOTALL)
    told = {name: re.findall(r'class="(?:state \w+|faint)">(.*?)</span>', r) for name, r in rows}
    return {
        name: (state, [r for text in texts for r in text.split("; ") if r])
        for name, (state, *texts) in told.items()
    }


def _row_addresses(page: str) -> list[str]:
    return re.findall(r'data-hx-get="(/episodes/\w+/row)"', page)


def test_a_cast_that_cannot_be_read_is_told_and_the_script_is_shown(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    cast = tmp_path / "voices" / "cast.toml"
    cast.parent.mkdir()
    cast.write_text("[Anna\n", encoding="utf-8")
    with serving(tmp_path) as server:
        talk = episode(server, file)
        # Without a script file the cast says who is who.
        assert "cast.toml:1" in talk.client.ask(talk.path).text
        cast.unlink()
        talk.do("text", turn=2, language="en", text="Yes.")
        cast.write_text("[Anna\n", encoding="utf-8")
        page = talk.page()
        assert "cast.toml:1" in page
        assert "Why three cups?" in page
        assert talk.do("text", turn=3, language="en", text="Why?").status == 200
        assert talk.do("speak", turn=1, language="en").status == 422


def test_what_is_heard_is_what_the_episode_will_contain(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        talk = episode(server, file)
        sources = {}
        for turn in (1, 2, 3):
            for language in ("zh", "en"):
                spoken = talk.do("speak", turn=turn, language=language)
                assert spoken.status == 200, spoken.text
                sources[turn, language] = spoken.json["src"]
        again = talk.do("speak", turn=1, language="zh").json
        assert again["spoken"] == 0
        sounds = {pid: talk.client.ask(src).body for pid, src in sources.items()}
    before = _segments(tmp_path)
    show = a_show(tmp_path, disclosure={"spoken": False})
    episode_ = make(show, file)
    mp3 = (episode_.folder / "tea-and-time.zh-en.mp3").read_bytes()
    # The gains of voices were measured on less than all they say, when the first were heard.
    assert sum(sound in mp3 for sound in sounds.values()) >= 4
    assert sounds[3, "en"] in mp3
    assert before


def _segments(folder: Path) -> set[str]:
    return {path.name for path in (folder / ".producer" / "segments").glob("??/*")}


def test_sound_is_given_in_ranges(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        talk = episode(server, file)
        src = talk.do("speak", turn=1, language="zh").json["src"]
        whole = talk.client.ask(src)
        size = len(whole.body)
        assert whole.headers["Accept-Ranges"] == "bytes"
        assert whole.headers["Content-Type"] == "audio/mpeg"

        def part(asked: str) -> tuple[int, bytes, str | None]:
            answer = talk.client.ask(src, headers={"Range": asked})
            return answer.status, answer.body, answer.headers["Content-Range"]

        assert part("bytes=0-1") == (206, whole.body[:2], f"bytes 0-1/{size}")
        assert part("bytes=100-") == (206, whole.body[100:], f"bytes 100-{size - 1}/{size}")
        assert part("bytes=-10") == (206, whole.body[-10:], f"bytes {size - 10}-{size - 1}/{size}")
        assert part(f"bytes={size}-") == (416, b"", f"bytes */{size}")
        assert part("bytes=-0")[0] == 416
        assert part("bytes=0-999999999999")[1] == whole.body
        for nonsense in ("bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=-"):
            assert part(nonsense)[0] == 200
    (tmp_path / "heard.mp3").write_bytes(whole.body)
    assert len(heard(tmp_path / "heard.mp3")) > 48_000


def test_a_passage_is_taken_anew(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        talk = episode(server, file)
        first = talk.do("speak", turn=1, language="zh").json
        again = talk.do("retake", turn=1, language="zh").json
        assert (again["spoken"], again["same"], again["src"]) == (2, True, first["src"])
        one = talk.do("retake", turn=1, language="zh", spoken=1).json
        assert one["spoken"] == 1


def test_a_sentence_is_heard_in_another_voice_and_with_another_spelling(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        talk = episode(server, file)
        form = {"turn": 3, "language": "en", "spoken": 0}
        plain = talk.do("audition", **form).json
        other = talk.do("audition", **form, voice="tone-700", rate=0, pitch=0, volume=0).json
        assert other["src"] != plain["src"]
        longer = talk.do("audition", **form, term="cups", **{"as": "cups and cups"}).json
        assert longer["duration_ms"] > plain["duration_ms"]
        unknown = talk.do("audition", **form, voice="tone-1", rate=0, pitch=0, volume=0)
        assert unknown.status == 400
    assert not (tmp_path / "voices").exists()


def test_a_transcript_is_taken_in_once(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        client = Client(server.url)

        def send(name: str, content: str) -> tuple[int, str]:
            body = (
                f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                f"Content-Type: text/plain\r\n\r\n{content}\r\n--b--\r\n"
            ).encode()
            kind: dict[str, str | None] = {"Content-Type": "multipart/form-data; boundary=b"}
            answer = client.ask("/import", body=body, headers=kind)
            return answer.status, answer.headers["Location"] or answer.text

        status, place = send("../../茶 talk.txt", TALK)
        assert status == 303
        assert client.ask(place).status == 200
        assert [f.name for f in (tmp_path / "seeds").iterdir()] == ["cha-talk.txt"]
        assert send("茶 talk.txt", TALK) == (303, place)
        assert send("茶 talk.txt", TALK + "\n")[0] == 303
        assert len([*(tmp_path / "seeds").iterdir()]) == 2
        status, message = send("only.txt", "安娜：只有中文。\n")
        assert status == 422
        assert "only.txt" in message
        assert send("program.exe", TALK)[0] == 400
        assert len([*(tmp_path / "seeds").iterdir()]) == 2


def _wait(talk: Episode, state: str) -> str:
    """The latest state of the job that the events tell, once it is no longer running."""
    for _ in range(200):
        page = talk.client.ask(f"{talk.path}/made")
        if page.status == 200 and state == "done":
            return page.text
        time.sleep(0.1)
    raise AssertionError(state)


def test_the_episode_is_made_and_shown(tmp_path: Path) -> None:
    file = a_transcript(tmp_path)
    with serving(tmp_path) as server:
        talk = episode(server, file)
        assert talk.client.ask(f"{talk.path}/made").status == 404
        assert talk.do("make").json["state"] == "running"
        second = talk.do("make")
        assert second.status == 400
        shown = _wait(talk, "done")
        assert "tea-and-time.zh-en.mp3" in shown
        mp3 = talk.client.ask("/output/tea-and-time/tea-and-time.zh-en.mp3")
        assert mp3.body == (tmp_path / "output/tea-and-time/tea-and-time.zh-en.mp3").read_bytes()
        assert talk.client.ask(f"{talk.path}/plot.png").body.startswith(b"\x89PNG")
        assert "passed" in talk.client.ask(f"{talk.path}/checks").text
        assert talk.client.ask("/output/tea-and-time/no.mp3").status == 404


def test_the_process_that_makes_it_reaches_the_service_as_the_settings_say(
    tmp_path: Path, edge_service: EdgeStandIn
) -> None:
    file, authority = a_transcript(tmp_path), tmp_path / "authority.pem"
    authority.write_bytes(edge_service.ca_pem)
    hosts: list[str] = []
    with tunnel(edge_service.port, hosts) as proxy:
        (tmp_path / "show.toml").write_text(
            f'title = "茶馆"\n[engines.edge]\nproxy = "{proxy}"\nca_bundle = "authority.pem"\n',
            encoding="utf-8",
        )
        with serving(tmp_path, engine="edge") as server:
            talk = episode(server, file)
            assert talk.do("make").json["state"] == "running"
            _wait(talk, "done")
    told = json.loads((tmp_path / "output" / "tea-and-time" / "episode.json").read_text("utf-8"))
    assert (told["engine"], told["draft"]) == ("edge", False)
    texts = {cue["text"] for cue in told["editions"]["zh-en"]["cues"]}
    assert "I drink three cups a day." in texts
    asked = "\n".join(request.text for request in edge_service.requests)
    assert [text for text in texts if text not in asked] == []
    assert set(hosts) == {"speech.platform.bing.com:443"}


def test_feeds_are_written_and_shown(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(
        'title = "茶馆"\nauthor = "Tea House"\n[feed]\nbase_url = "https://example.org/tea"\n'
        'description = "Talks."\ncategory = "Arts"\nemail = "host@example.org"\n',
        encoding="utf-8",
    )
    file = a_transcript(tmp_path)
    make(load(tmp_path / "show.toml"), file)
    told = tmp_path / "output" / "tea-and-time" / "episode.json"
    with serving(tmp_path) as server:
        client = Client(server.url)
        refused = client.ask("/feeds", {})
        assert refused.status == 422
        assert "drafts" in refused.text
        told.write_text(told.read_text("utf-8").replace('"draft": true', '"draft": false'), "utf-8")
        written = client.ask("/feeds", {})
        assert "https://example.org/tea/feed.zh-en.xml" in written.text
        feed = client.ask("/output/feed.zh-en.xml")
        assert feed.body.startswith(b"<?xml")
        assert b"tea-and-time.zh-en.mp3" in feed.body
        assert _rows(client)["talk.txt"] == ("published", [])
