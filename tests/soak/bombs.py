"""Hostile files of at most 1 MB, each read by a process of its own: `python -m tests.soak.bombs`.

Each is read in at most 5 s of CPU and 400 MB, or refused in words that say why. The seconds are
those of a machine that does `yardstick_s` in 40 ms; a slower one, or one with other work on it, may
take as many more as that takes there.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.helpers.processes import environment

MOST_CPU_S, MOST_MB = 5.0, 400
SIZE = 1_000_000
_YARDSTICK_S = 0.04
_HELD_MB, _ENDED_S = 4_000, 60
"""What a process may take before it is ended."""

_LIMITED = f"""
import re, resource
from contextlib import suppress
resource.setrlimit(resource.RLIMIT_AS, ({_HELD_MB}_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, ({_ENDED_S},) * 2)
from producer.cli import app
try:
    app()
finally:
    with suppress(OSError), open("memory", "w") as file:
        held = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
        file.write(held[1])
"""

_LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Bomb:
    """A hostile file, and the arguments of `producer` that read it."""

    name: str
    file: str
    content: Callable[[], bytes]
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blast:
    """What reading a bomb took, and how it ended."""

    name: str
    size: int
    cpu_s: float
    memory_mb: float
    exit_code: int
    words: str
    """The end of what stands on stderr."""
    slowness: float = 1.0
    """How many seconds here are one of the machine by which the limit is set."""

    @property
    def is_borne(self) -> bool:
        return (
            self.exit_code in (0, 3)
            and self.cpu_s <= MOST_CPU_S * self.slowness
            and self.memory_mb <= MOST_MB
            and "Traceback" not in self.words
        )


def yardstick_s() -> float:
    """What the same work takes at any time: words of 20,000 lines, counted."""
    began_s, counts = time.process_time(), Counter[str]()
    for number in range(20_000):
        counts.update(_LETTERS.findall(f"Ann {number}: the {number % 97}th word of {number}"))
    counts.most_common()
    return time.process_time() - began_s


def _repeated(piece: str, head: str = "", tail: str = "") -> Callable[[], bytes]:
    """As much of `piece` as 1 MB takes; {n} in it is the count."""

    def content() -> bytes:
        if "{n}" not in piece:
            room = SIZE - len((head + tail).encode())
            return (head + piece * (room // len(piece.encode())) + tail).encode()
        pieces = [head]
        size, count = len((head + tail).encode()), 0
        while size < SIZE:
            pieces.append(piece.replace("{n}", str(count)))
            size, count = size + len(pieces[-1].encode()), count + 1
        return "".join([*pieces[:-1], tail]).encode()[:SIZE]

    return content


def _text(text: str) -> Callable[[], bytes]:
    return text.encode


_DOCX = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>",
}
_WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>',
    "</w:body></w:document>",
)


def word(body: str, **parts: str) -> bytes:
    """A Word document with this XML in its body, and more parts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in _DOCX.items():
            archive.writestr(name, content)
        archive.writestr("word/document.xml", body.join(_WORD))
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _words(body: str, **parts: str) -> Callable[[], bytes]:
    return lambda: word(body, **parts)


_P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_PAIR = "安娜：你好，{n}。\nAnna: Hello, {n}.\n\n"
_CUE = "00:00:01,000 --> 00:00:02,000\n"
_ASS = "[Events]\nFormat: Layer, Start, End, Style, Name, Text\n"


def bombs() -> Iterator[Bomb]:
    """All of them."""
    yield from _archives()
    yield from _keys()
    shapes = {
        "one-letter lines": "a\n",
        "one-letter Chinese lines": "好\n",
        "pairs of lines": "你好。\nHello.\n",
        "numbered pairs of lines": "你好，{n}。\nHello, {n}.\n",
        "labelled turns": _PAIR,
        "labels without text": "Anna:\n",
        "a label of its own for each line": "N{n}: Hello.\n",
        "empty lines": "\n",
        "one long line of letters": "a",
        "one long line of words": "tea ",
        "one long Chinese line": "茶",
        "one long line of sentences": "It was late. ",
        "one long line of Chinese sentences": "天晚了。",
        "a label with one long text": "a b. ",
        "dots": ".",
        "colons": ":",
        "full colons": "：",
        "brackets opened": "[",
        "round brackets opened": "(",
        "round brackets in pairs": "()",
        "full brackets opened": "（",
        "quotes": '"',
        "digits": "7",
        "digits in groups": "7,777,",
        "sums of money": "$3.5 million ",
        "Chinese numerals": "一百二十三万",
        "times": "00:01 ",
        "times in brackets": "[00:00:01] ",
        "dashes": "-",
        "asterisks": "*",
        "bold": "**a** ",
        "tags opened": "<b>",
        "tags and text": "<b>a</b>",
        "comments": "<!-- a -->\n",
        "comments without end": "<!--",
        "angle brackets": "<",
        "ampersands": "&",
        "entities": "&amp;",
        "addresses": "http://a.b/c ",
        "links": "[a](b) ",
        "pictures": "![a](b)\n",
        "headings": "# a\n",
        "headings of depth": "###### a\n",
        "quotations in quotations": "> ",
        "list items": "- a\n",
        "numbered items": "1. a\n",
        "list items in steps": " - a\n",
        "rules": "---\n",
        "fences": "```\n",
        "tables": "| a | b |\n",
        "one table row": "| a ",
        "shortcodes": "{{< a >}}\n",
        "spaces": " ",
        "tabs": "\t",
        "spaces before line ends": " \n",
        "separators of lines": "\u2028",
        "combining marks": "\u0301",
        "surrogates of emoji": "👩‍👩‍👧",
        "zero-width": "\u200b",
        "right to left": "\u202e",
        "full stops of all kinds": ".。…?!？！",
        "years": "1999 ",
        "units": "5 km, ",
        "names": "Anna Bell ",
    }
    heads = {"a label with one long text": "Anna: "}
    for name, piece in shapes.items():
        yield Bomb(f".txt, {name}", "t.txt", _repeated(piece, heads.get(name, "")))
    for name in (
        *("comments", "comments without end", "bold", "links", "headings", "list items"),
        *(
            "quotations in quotations",
            "tables",
            "labelled turns",
            "tags and text",
            "pairs of lines",
        ),
    ):
        yield Bomb(f".md, {name}", "t.md", _repeated(shapes[name]))
    wrapped = "word " * 14 + "word\n"
    yield Bomb(".txt, one wrapped paragraph", "t.txt", _repeated(wrapped, "安：你好。\nAnn: "))
    yield Bomb(".md, details", "t.md", _repeated("<details>\n<summary>a</summary>\nb\n"))
    yield Bomb(".md, list items ever deeper", "t.md", lambda: _deeper("- a\n", 1_400))
    yield Bomb(".txt, a head of one value", "t.txt", _repeated("[", "---\ntitle: ", "\n---\na\n"))
    yield Bomb(".txt, a head of a list", "t.txt", _repeated("a,", "---\nx: [", "]\n---\na\n"))
    yield Bomb(".txt, a head of mappings", "t.txt", _repeated("a: b,", "---\nx: {", "}\n---\na\n"))
    yield Bomb(
        ".txt, speakers in a head", "t.txt", _repeated("A{n},", "---\nspeakers: ", "\n---\na\n")
    )
    yield from _captions()
    yield from _tables()
    yield from _pages()
    for encoding in ("utf-16", "gb18030", "big5"):
        yield Bomb(f".txt, {encoding}", "t.txt", partial(_turns_in, encoding))
    yield Bomb(".txt, bytes without meaning", "t.txt", lambda: bytes(range(256)) * 3_906)
    yield Bomb(".txt, high bytes", "t.txt", lambda: bytes(range(128, 256)) * 7_812)


def _turns_in(encoding: str) -> bytes:
    return _repeated(_PAIR)().decode()[:400_000].encode(encoding)


def _deeper(line: str, depth: int) -> bytes:
    return "".join(" " * n + line for n in range(depth)).encode()[:SIZE]


def _archives() -> Iterator[Bomb]:
    paragraphs = _P.format("a") * 400_000
    yield Bomb(".docx, 400,000 paragraphs", "t.docx", _words(paragraphs))
    yield Bomb(".docx, 4,000,000 empty paragraphs", "t.docx", _words("<w:p/>" * 4_000_000))
    yield Bomb(".docx, 150,000 empty paragraphs", "t.docx", _words("<w:p/>" * 150_000))
    yield Bomb(".docx, 99,000 paragraphs", "t.docx", _words(_P.format("a") * 99_000))
    yield Bomb(".docx, 300,000 runs", "t.docx", _words(f"<w:p>{'<w:r/>' * 300_000}</w:p>"))
    yield Bomb(".docx, a text of 30 MB", "t.docx", _words(_P.format("a b. " * 6_000_000)))
    cell = f"<w:tc>{_P.format('a')}</w:tc>"
    row = f"<w:tr>{cell * 10}</w:tr>"
    yield Bomb(".docx, a table", "t.docx", _words(f"<w:tbl>{row * 15_000}</w:tbl>"))
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr></w:tc>' * 10
    yield Bomb(
        ".docx, cells of 63 columns",
        "t.docx",
        _words(f"<w:tbl>{f'<w:tr>{wide}</w:tr>' * 9_000}</w:tbl>"),
    )
    deep = "<w:ins>" * 200 + _P.format("a") + "</w:ins>" * 200
    yield Bomb(".docx, insertions in insertions", "t.docx", _words(deep * 300))
    deeper = "<w:ins>" * 50_000 + "</w:ins>" * 50_000
    yield Bomb(".docx, 50,000 deep", "t.docx", _words(deeper))
    attributes = " ".join(f'a{n}=""' for n in range(100_000))
    yield Bomb(".docx, 100,000 attributes", "t.docx", _words(f"<w:p {attributes}/>"))
    styles = f"<x>{'<y/>' * 7_000_000}</x>"
    yield Bomb(
        ".docx, another part of 28 MB", "t.docx", _words(_P.format("a"), **{"word/a.xml": styles})
    )
    types = _DOCX["[Content_Types].xml"]
    override = '<Override PartName="/a{}.xml" ContentType="a/b"/>'
    overrides = "".join(override.format(n) for n in range(200_000))
    yield Bomb(
        ".docx, 200,000 kinds of content",
        "t.docx",
        lambda: _replaced("[Content_Types].xml", types.replace("</Types>", overrides + "</Types>")),
    )
    relation = '<Relationship Id="r{}" Type="a" Target="a{}.xml"/>'
    relations = "".join(relation.format(n, n) for n in range(200_000))
    begin = _DOCX["_rels/.rels"].partition("<Relationship ")[0]
    yield Bomb(
        ".docx, 200,000 relations",
        "t.docx",
        _words(
            _P.format("a"),
            **{"word/_rels/document.xml.rels": f"{begin}{relations}</Relationships>"},
        ),
    )
    yield Bomb(".docx, nothing but a ZIP in a ZIP", "t.docx", lambda: _zipped(_zipped(b"a" * SIZE)))


def _replaced(name: str, content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for own, usual in _DOCX.items():
            archive.writestr(own, content if own == name else usual)
        archive.writestr("word/document.xml", _P.format("a").join(_WORD))
    return buffer.getvalue()


def _zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("a", content)
    return buffer.getvalue()


def _keys() -> Iterator[Bomb]:
    """Keys of TOML in each file that holds some."""
    for name, key in {
        "20,000 dots": "a" + ".a" * 20_000 + " = 1\n",
        "1,200 dots": "a" + ".a" * 1_200 + " = 1\n",
        "a table of 1,200 dots": "[a" + ".a" * 1_200 + "]\n",
        "1 MB of dots": "a" + ".a" * 499_000 + " = 1\n",
        "240 KiB of dots": "a" + ".a" * 120_000 + " = 1\n",
        "20,000 quoted dots": '"a"' + '."a"' * 20_000 + " = 1\n",
        "keys of 100 dots": "".join(f"b{n}{'.a' * 100} = 1\n" for n in range(1_000)),
        "tables of 100 dots": "".join(f"[b{n}{'.a' * 100}]\n" for n in range(1_000)),
        "inline tables": "a = " + "{a = " * 1_200 + "1" + "}" * 1_200 + "\n",
        "lists in lists": "a = " + "[" * 100_000 + "]" * 100_000 + "\n",
        "20,000 tables": "".join(f"[a{n}]\n" for n in range(20_000)),
        "20,000 lists of tables": "[[a]]\n" * 20_000,
        "40,000 keys": "".join(f"a{n} = 1\n" for n in range(20_000)),
        "a long number": "a = " + "9" * 200_000 + "\n",
        "a long text": 'a = "' + "b" * 200_000 + '"\n',
        "escapes": 'a = "' + "\\n" * 100_000 + '"\n',
    }.items():
        fenced = f"+++\n{key}+++\n{_PAIR}"
        yield Bomb(f"front matter, {name}", "t.txt", _text(fenced))
        yield Bomb(f"show.toml, {name}", "show.toml", _text(key), ("script", "plain.txt"))
        for file in ("cast", "lexicon"):
            yield Bomb(
                f"{file}.toml, {name}",
                f"voices/{file}.toml",
                _text(key),
                ("make", "--dry-run", "--engine", "tone", "plain.txt"),
            )
    script = "+++\nscript = 1\n{}languages = ['zh', 'en']\n+++\n\n## 1 · A\n\n[zh]\n\n好。\n"
    for name, key in {
        "20,000 dots": "a" + ".a" * 20_000 + " = 1\n",
        "1,200 dots": "a" + ".a" * 1_200 + " = 1\n",
    }.items():
        yield Bomb(f"script file, {name}", "t.md", _text(script.format(key)))
    for name, piece in {
        "turns": "## {n} · A\n\n[zh]\n\n好。\n\n",
        "headings": "# [zh] 茶 {n}\n\n",
    }.items():
        yield Bomb(f"script file, {name}", "t.md", _repeated(piece, script.format("") + "\n"))


def _captions() -> Iterator[Bomb]:
    yield Bomb(".srt, captions at one time", "t.srt", _repeated("{n}\n" + _CUE + "a\n\n"))
    yield Bomb(".srt, captions without text", "t.srt", _repeated(_CUE))
    yield Bomb(".srt, one caption of many lines", "t.srt", _repeated("a\n", "1\n" + _CUE))
    yield Bomb(".srt, captions in two languages", "t.srt", _repeated(_CUE + "你好。\nHello.\n\n"))
    yield Bomb(".srt, arrows", "t.srt", _repeated("--> "))
    yield Bomb(".srt, digits", "t.srt", _repeated("9", "1\n00:00:", " --> 00:00:02,000\na\n"))

    def backwards() -> bytes:
        cues = (
            f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> 99:00:00,000\na{n}\n\n"
            for n in range(20_000, 0, -1)
        )
        return "".join(cues).encode()[:SIZE]

    yield Bomb(".srt, captions that overlap, backwards", "t.srt", backwards)
    yield Bomb(".vtt, voices", "t.vtt", _repeated("<v a>a ", "WEBVTT\n\n00:01.000 --> 00:02.000\n"))
    yield Bomb(".vtt, notes", "t.vtt", _repeated("NOTE a\n\n", "WEBVTT\n\n"))
    yield Bomb(
        ".vtt, captions at one time",
        "t.vtt",
        _repeated("00:01.000 --> 00:02.000\n<v N{n}>a\n\n", "WEBVTT\n\n"),
    )
    event = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,N{n},a\n"
    yield Bomb(".ass, events at one time", "t.ass", _repeated(event, _ASS))
    yield Bomb(".ass, commas", "t.ass", _repeated(",", _ASS + "Dialogue: "))
    yield Bomb(".ass, overrides", "t.ass", _repeated("{\\a}", _ASS + event.rstrip("\n")))
    yield Bomb(".ass, brackets", "t.ass", _repeated("{", _ASS + event.rstrip("\n")))
    yield Bomb(".ass, sections", "t.ass", _repeated("[Events]\n"))


def _tables() -> Iterator[Bomb]:
    yield Bomb(".csv, rows", "t.csv", _repeated("A,你好。,Hello.\n", "speaker,zh,en\n"))
    yield Bomb(".csv, rows of one letter", "t.csv", _repeated("a,b\n"))
    yield Bomb(".csv, columns", "t.csv", _repeated(","))
    yield Bomb(".csv, rows of many columns", "t.csv", _repeated("a,b,c," * 100 + "\n"))
    yield Bomb(".csv, quotes", "t.csv", _repeated('"'))
    yield Bomb(".csv, a field without end", "t.csv", _repeated("a\n", 'speaker,zh,en\nA,"'))
    yield Bomb(
        ".csv, rows that grow",
        "t.csv",
        lambda: "".join("a," * n + "\n" for n in range(990)).encode(),
    )
    yield Bomb(".tsv, rows", "t.tsv", _repeated("A\t你好。\tHello.\n"))
    yield Bomb(".json, lists in lists", "t.json", _repeated("["))
    yield Bomb(".json, objects in objects", "t.json", _repeated('{"segments":'))
    yield Bomb(".json, segments", "t.json", lambda: _segments("S", 9_000))
    yield Bomb(".json, segments of a speaker each", "t.json", lambda: _segments("S{}", 9_000))
    yield Bomb(".json, digits", "t.json", _repeated("9", '{"segments": [{"startTime": ', "}]}"))
    yield Bomb(
        ".json, numbers in a list",
        "t.json",
        lambda: json.dumps({"segments": [1] * 300_000}).encode(),
    )
    yield Bomb(".json, empty objects", "t.json", _repeated("{},", '{"segments": [', "{}]}"))
    yield Bomb(".json, escapes", "t.json", _repeated("\\u0041", '{"segments": [{"body": "', '"}]}'))


def _segments(speaker: str, count: int) -> bytes:
    segments = [
        {"speaker": speaker.format(n), "startTime": 1, "endTime": 2, "body": f"Hello, {n}."}
        for n in range(count)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}).encode()[:SIZE]


def _pages() -> Iterator[Bomb]:
    html = "<!doctype html><title>a</title>"
    yield Bomb(".html, paragraphs", "t.html", _repeated("<p>A: a", html))
    yield Bomb(".html, paragraphs of pairs", "t.html", _repeated("<p>A：好。<br>A: a.", html))
    yield Bomb(".html, elements in elements", "t.html", _repeated("<div>", html))
    yield Bomb(".html, inline elements in each other", "t.html", _repeated("<b>a", html))
    yield Bomb(".html, links in links", "t.html", _repeated("<a>", html))
    yield Bomb(".html, comments", "t.html", _repeated("<!-- a -->", ""))
    yield Bomb(".html, comments without end", "t.html", _repeated("<!--", html))
    yield Bomb(".html, one element of attributes", "t.html", _repeated(" a{n}", f"{html}<p", ">a"))
    yield Bomb(".html, attributes of one name", "t.html", _repeated(" a", f"{html}<p", ">a"))
    yield Bomb(".html, entities", "t.html", _repeated("&amp;", html))
    yield Bomb(".html, entities without end", "t.html", _repeated("&", html))
    yield Bomb(".html, tables in tables", "t.html", _repeated("<table><tr><td>", html))
    yield Bomb(".html, a table", "t.html", _repeated("<tr><td>a<td>b", f"{html}<table>"))
    yield Bomb(".html, lists in lists", "t.html", _repeated("<ul><li>", html))
    yield Bomb(".html, breaks", "t.html", _repeated("<br>", html))
    yield Bomb(".html, closing tags", "t.html", _repeated("</p>", html))
    yield Bomb(".html, formatting that is adopted", "t.html", _repeated("<b><p></b>", html))
    yield Bomb(".html, scripts", "t.html", _repeated("<script>a</script>", html))
    yield Bomb(".html, select", "t.html", _repeated("<select><option>", html))
    yield Bomb(".html, svg", "t.html", _repeated("<svg><g>", html))
    yield Bomb(".html, headings", "t.html", _repeated("<h2>a</h2>", html))


def burst(bomb: Bomb, folder: Path) -> Blast:
    """Read `bomb` in a process of its own, in the empty `folder`."""
    file = folder / bomb.file
    file.parent.mkdir(parents=True, exist_ok=True)
    (folder / "show.toml").write_text("", encoding="utf-8")
    (folder / "plain.txt").write_text(_PAIR.replace("{n}", "1"), encoding="utf-8")
    content = bomb.content()
    file.write_bytes(content)
    before_s = yardstick_s()
    arguments = bomb.arguments or ("script", bomb.file)
    with (folder / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", _LIMITED, *arguments],
            cwd=folder,
            env=environment(NO_COLOR="1", LANGUAGE="en"),
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    words = (folder / "stderr").read_text("utf-8", "replace")
    return Blast(
        bomb.name,
        len(content),
        usage.ru_utime + usage.ru_stime,
        _memory_mb(folder, usage.ru_maxrss),
        process.returncode,
        "Traceback" if "Traceback" in words else " ".join(words.split())[-200:],
        max(1.0, (before_s + yardstick_s()) / 2 / _YARDSTICK_S),
    )


def _memory_mb(folder: Path, most: int) -> float:
    """What the process itself says of its memory; `most` counts what it was forked from too."""
    try:
        return int((folder / "memory").read_text("ascii")) * 1.024e-3
    except OSError:
        return most * (1e-6 if sys.platform == "darwin" else 1.024e-3)


def campaign(only: str = "") -> Iterator[Blast]:
    """What each bomb with `only` in its name does."""
    for bomb in bombs():
        if only in bomb.name:
            with tempfile.TemporaryDirectory(prefix="producer-bomb-") as name:
                yield burst(bomb, Path(name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="those with this in their name")
    options = parser.parse_args()
    blasts = []
    for blast in campaign(options.only):
        blasts.append(blast)
        refused = f"refused: {blast.words}" if blast.exit_code else ""
        verdict = "" if blast.is_borne else "   NOT BORNE"
        print(
            f"{blast.cpu_s:5.1f} s (÷ {blast.slowness:.1f}) {blast.memory_mb:5.0f} MB "
            f"{blast.size / 1000:6.0f} kB {blast.exit_code:3}  {blast.name}{verdict}  {refused}",
            flush=True,
        )
    bad = [blast.name for blast in blasts if not blast.is_borne]
    print(f"{len(blasts)} files, {len(bad)} not borne: {', '.join(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
