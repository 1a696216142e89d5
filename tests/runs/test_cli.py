"""The command line as its users meet it: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from producer.audio.loudness import integrated, momentary
from producer.audio.pcm import decode
from producer.engines import BUILTIN
from producer.installation import extras
from tests.helpers.commands import run
from tests.helpers.making import SEEDS, SHORT
from tests.standin import EdgeStandIn
from tests.standin.openai import SpeechServer

LINE = "茶是从南方来的，我们慢慢聊。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "talk.txt").write_text(SHORT, encoding="utf-8")
    return tmp_path


def refused(*arguments: str, code: int) -> str:
    """What is said on stderr, as one message without a traceback."""
    said = run(*arguments, code=code).stderr
    assert "Traceback" not in said
    return str(said)


def test_make_prints_a_summary_and_says_where(folder: Path) -> None:
    out = run("make", "talk.txt", "--engine", "tone", "--edition", "zh-en,zh,en").stdout
    for edition in ("zh-en", "zh", "en"):
        file = Path("output/tea-and-time") / f"tea-and-time.{edition}.mp3"
        assert str(file) in out
        assert (folder / file).stat().st_size > 50_000
    assert "LUFS" in out
    assert "12 clips spoken by tone, 0 from the store" in out
    assert "0 clips spoken by tone, 12 from" in run("make", "talk.txt", "--engine", "tone").stdout


def test_make_json_is_the_only_thing_on_stdout() -> None:
    result = run("make", "talk.txt", "--engine", "tone", "--json")
    (episode,) = json.loads(result.stdout)["episodes"]
    assert episode["clips"] == {"spoken": 12, "reused": 0}
    manifest = json.loads(Path(episode["manifest"]).read_text(encoding="utf-8"))
    assert manifest["schema"] == 1
    assert manifest["editions"]["zh-en"]["bytes"] == episode["editions"]["zh-en"]["bytes"]
    assert "speaking" in result.stderr


def test_a_dry_run_makes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    out = run("make", "talk.txt", "--engine", "tone", "--dry-run").stdout
    assert "12 to be spoken by tone" in out
    assert "tone-" in out
    assert sorted(folder.rglob("*")) == before


def test_a_dry_run_tells_what_would_be_refused(folder: Path) -> None:
    """It said that all was well where no file can be written, and of a cover that is no picture."""
    asked = ("make", "talk.txt", "--engine", "tone", "--dry-run")
    assert "talk.txt is no folder" in refused(*asked, "--output", "talk.txt", code=1)
    (folder / "show.toml").write_text('cover = "talk.txt"')
    assert "talk.txt: the cover is no picture" in refused(*asked, code=3)
    assert {path.name for path in folder.iterdir()} == {"talk.txt", "show.toml"}


def test_several_transcripts_one_of_them_bad(folder: Path) -> None:
    (folder / "bad.txt").write_text("只有中文。\n", encoding="utf-8")
    said = refused("make", "bad.txt", "talk.txt", "--engine", "tone", code=1)
    assert "bad.txt:1" in said
    assert "1 of 2" in said
    assert (folder / "output/tea-and-time/episode.json").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        ("今天天气很好。\n\n我们出去走走吧。".encode(), "Chinese"),
        (b"Only English here.\n\nNothing else.", "English"),
        (bytes(range(256)) * 20, "text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text"),
    ],
    ids=["empty", "Chinese only", "English only", "binary", "picture"],
)
def test_a_transcript_that_cannot_be_used(folder: Path, content: bytes, words: str) -> None:
    (folder / "odd.txt").write_bytes(content)
    said = refused("make", "odd.txt", "--engine", "tone", code=3)
    assert "odd.txt" in said
    assert words in said
    assert len(said.strip().splitlines()) == 1


def test_a_file_that_is_not_there() -> None:
    assert "nowhere.txt" in refused("script", "nowhere.txt", code=3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("make", "talk.txt", "--engine", "edgy"), "edgy"),
        (("make", "talk.txt", "--engine", "tone", "--edition", "zh-fr"), "zh-fr"),
        (("make", "talk.txt", "--missing", "perhaps"), "perhaps"),
        (("make", "talk.txt", "--sideways"), "sideways"),
        (("make",), "FILE"),
        (("cast", "talk.txt", "--set", "Nobody:zh=zh-CN-YunxiNeural"), "Nobody"),
        (("cast", "talk.txt", "--set", "本:zh=zh-CN-YunxNeural"), "zh-CN-YunxiNeural"),
        (("audition", "zh-CN-NooneNeural"), "zh-CN-NooneNeural"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], words: str) -> None:
    assert words in refused(*arguments, code=2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_full_disk_behind_stdout_is_told(folder: Path, options: tuple[str, ...]) -> None:
    """It ended in a traceback."""
    command = [sys.executable, "-m", "producer", "script", "talk.txt", *options]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "producer: stdout: No space left on device\n")


def test_a_name_that_no_disk_takes_is_told(folder: Path) -> None:
    """It ended in a traceback."""
    name = "0" * 300
    told = run("make", "talk.txt", "--engine", "tone", "--output", name, code=1).stderr
    assert re.fullmatch(rf"producer: {name}(?:/\S+)?: File name too long\n", told)
    assert not (folder / ".producer" / "clips").exists()


def test_problems_of_the_settings_are_told_at_once(folder: Path) -> None:
    (folder / "show.toml").write_text('titel = "x"\n[pauses]\nturn_ms = "long"\n', encoding="utf-8")
    said = refused("make", "talk.txt", "--engine", "tone", code=3)
    assert "titel" in said
    assert "title" in said
    assert "turn_ms" in said


@pytest.mark.parametrize(
    ("settings", "engine", "words"),
    [
        ('title = "T"\neditions = ["zh", "fr"]', "tone", "show.toml:2: editions: there is no"),
        ('title = "T"\nengine = "espeek"', "", "show.toml:2: there is no engine 'espeek'"),
        ("\n[engines.egde]\nconcurrency = 2", "tone", "show.toml:2: there is no engine 'egde'"),
    ],
)
def test_what_the_settings_ask_for_in_vain_has_its_line(
    folder: Path, settings: str, engine: str, words: str
) -> None:
    """An edition and an engine were told as wrong usage, though the command line named none; the
    settings of an engine that is written otherwise were passed over."""
    (folder / "show.toml").write_text(settings, encoding="utf-8")
    said = refused("make", "talk.txt", *(("--engine", engine) if engine else ()), code=3)
    assert words in said
    (folder / "show.toml").unlink()
    assert "show.toml:" not in refused("make", "talk.txt", "--edition", "fr", code=2)
    assert "show.toml:" not in refused("make", "talk.txt", "--engine", "espeek", code=2)


def test_a_folder_that_is_no_transcript_is_told_as_one() -> None:
    """ "The file cannot be read: Is a directory", it said."""
    assert refused("script", ".", code=3) == (
        "producer: .: is a folder. Name one of the files in it\n"
    )


@pytest.mark.parametrize("language", ["zn", "xx", "english"])
def test_a_term_is_not_put_where_nobody_speaks_it(folder: Path, language: str) -> None:
    """An entry under what is no language was taken, and never spoken."""
    said = refused("lexicon", "add", language, "tea", "tee", code=3)
    assert f"“{language}” is no language" in said
    assert not (folder / "voices" / "lexicon.toml").exists()
    (folder / "voices").mkdir()
    (folder / "voices" / "lexicon.toml").write_text(f"\n[{language}]\ntea = 'tee'\n")
    said = refused("make", "talk.txt", "--engine", "tone", "--dry-run", code=3)
    assert f"lexicon.toml:2: “{language}” is no language" in said


def test_files_with_windows_line_ends_keep_them(folder: Path) -> None:
    """What was added had other line ends than the rest of the file."""
    (folder / "voices").mkdir()
    cast, lexicon = (folder / "voices" / name for name in ("cast.toml", "lexicon.toml"))
    cast.write_bytes('["安娜"] # ours\r\ntone.zh = "tone-400"\r\n'.encode())
    lexicon.write_bytes(b"[en] # ours\r\nCAR = 'car'\r\n")
    run("make", "talk.txt", "--engine", "tone")
    run("lexicon", "add", "en", "tea", "tee")
    run("lexicon", "add", "zh", "茶", "查")
    for file in (cast, lexicon):
        content = file.read_bytes()
        assert b"# ours\r\n" in content
        assert content.count(b"\r\n") == content.count(b"\n") > 3


def test_a_voice_of_another_engine_is_told_as_such(folder: Path) -> None:
    said = refused("cast", "talk.txt", "--set", "安娜:zh=cmn+f2", code=2)
    assert said.startswith("producer: edge has no voice 'cmn+f2'. The nearest known is 'zh-")
    assert "--engine" in said
    run("cast", "talk.txt", "--engine", "espeak", "--set", "安娜:zh=cmn+f2")
    assert (folder / "voices" / "cast.toml").exists()


def test_a_cast_with_an_unknown_voice(folder: Path) -> None:
    (folder / "voices").mkdir()
    (folder / "voices/cast.toml").write_text('["本"]\nedge.zh = "zh-CN-YunxNeural"\n', "utf-8")
    said = refused("cast", "talk.txt", code=3)
    assert "cast.toml:2" in said
    assert "zh-CN-YunxiNeural" in said


def test_script_shows_what_was_understood() -> None:
    out = run("script", "talk.txt").stdout
    assert "安娜" in out
    script = json.loads(run("script", "talk.txt", "--json").stdout)
    assert set(script) == {"title", "languages", "turns", "credits", "findings"}
    assert script["title"] == {"zh": "茶与时间", "en": "Tea and Time"}
    assert script["turns"][1] == {
        "number": 2,
        "speaker": "本",
        "text": {"zh": "喜欢。我每天喝三杯。", "en": "I do. I drink three cups a day."},
        "sentences": {
            "zh": ["喜欢。", "我每天喝三杯。"],
            "en": ["I do.", "I drink three cups a day."],
        },
        "pairs": [
            {"zh": [0], "en": [0], "confidence": 1.0},
            {"zh": [1], "en": [1], "confidence": 1.0},
        ],
    }


def test_the_round_from_script_to_edit_to_make(folder: Path) -> None:
    first = json.loads(run("make", "talk.txt", "--engine", "tone", "--json").stdout)
    run("script", "talk.txt", "--out", "talk.script.md")
    same = json.loads(run("make", "talk.script.md", "--engine", "tone", "--json").stdout)
    assert same["episodes"][0]["folder"] == first["episodes"][0]["folder"]
    assert same["episodes"][0]["clips"]["spoken"] == 0
    file = folder / "talk.script.md"
    file.write_text(file.read_text("utf-8").replace("three cups", "four cups"), "utf-8")
    edited = json.loads(run("make", "talk.script.md", "--engine", "tone", "--json").stdout)
    assert edited["episodes"][0]["clips"]["spoken"] == 1


def test_a_script_is_not_written_over_what_is_no_script(folder: Path) -> None:
    """The transcript was gone when it was named as --out too."""
    (folder / "notes.docx").write_bytes(b"PK mine")
    for name in ("talk.txt", "./talk.txt", "notes.docx", "."):
        assert "no script file" in refused("script", "talk.txt", "--out", name, code=2)
    assert (folder / "talk.txt").read_text("utf-8") == SHORT
    assert (folder / "notes.docx").read_bytes() == b"PK mine"


def test_a_script_that_was_edited_is_kept_when_it_is_written_anew(folder: Path) -> None:
    """Its edits were gone."""
    out, kept = folder / "talk.script.md", folder / "talk.script.md~"
    out.touch()
    for _ in range(2):
        run("script", "talk.txt", "--out", out.name)
        assert not kept.exists()
    edited = out.read_text("utf-8").replace("三杯", "四杯")
    out.write_text(edited, "utf-8")
    run("script", out.name, "--out", out.name)
    assert out.read_text("utf-8") == edited
    assert not kept.exists()
    assert "before is in talk.script.md~" in run("script", "talk.txt", "--out", out.name).stderr
    assert "三杯" in out.read_text("utf-8")
    assert kept.read_text("utf-8") == edited


def test_cast_writes_the_file_and_keeps_comments(folder: Path) -> None:
    run("cast", "talk.txt")
    file = folder / "voices/cast.toml"
    voices = tomllib.loads(file.read_text("utf-8"))
    assert voices["本"]["edge"]["zh"] != voices["安娜"]["edge"]["zh"]
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    run("cast", "talk.txt", "--set", "Ben:zh=zh-CN-YunjianNeural")
    text = file.read_text("utf-8")
    assert "# mine" in text
    assert tomllib.loads(text)["本"]["edge"]["zh"] == "zh-CN-YunjianNeural"


def test_voices_lists_a_language() -> None:
    listed = json.loads(run("voices", "--language", "zh", "--json").stdout)
    assert {"zh-CN-XiaoxiaoNeural", "zh-TW-HsiaoChenNeural"} <= {v["name"] for v in listed}
    assert all(v["locale"].startswith("zh") or v["multilingual"] for v in listed)
    assert "cmn" in run("voices", "--engine", "espeak").stdout


def test_voices_refresh_asks_the_service(edge_service: EdgeStandIn, folder: Path) -> None:
    run("voices", "--refresh")
    assert (folder / "voices/edge.json").exists()
    names = {v["name"] for v in json.loads(run("voices", "--json").stdout)}
    assert names == {voice.name for voice in edge_service.voices}


def test_audition_speaks_a_line_with_each_voice(folder: Path) -> None:
    out = run("audition", "cmn", "--voice", "en-us+f2", "--engine", "espeak").stdout.splitlines()
    assert len(out) == 3
    for line in out[1:]:
        assert (folder / line.split()[0]).stat().st_size > 10_000


def test_audition_compares_engines_on_a_sentence_of_the_producers(
    folder: Path, edge_service: EdgeStandIn
) -> None:
    with SpeechServer() as server:
        (folder / "show.toml").write_text(
            f'[engines.openai]\nbase_url = "{server.address}"\nmodel = "kokoro"\n'
            'voices.zh = ["zf_xiaobei", "zm_yunxi"]\n',
            encoding="utf-8",
        )
        names = "edge,openai,espeak"
        heard = json.loads(run("audition", "--engine", names, "--text", LINE, "--json").stdout)
    assert [(one["engine"], one["language"]) for one in heard] == [
        (name, "zh") for name in names.split(",") for _ in range(2)
    ]
    assert {asked.body["input"] for asked in server.asked} == {LINE}
    assert {request.text for request in edge_service.requests[-2:]} == {LINE}
    for one in heard:
        pcm = decode((folder / one["file"]).read_bytes())
        assert integrated([momentary(pcm.samples, pcm.rate)]) == pytest.approx(-16, abs=2)
        assert pcm.duration_ms == pytest.approx(one["duration_ms"], abs=100)


def test_an_engine_that_is_away_does_not_keep_others_from_an_audition(
    edge_service: EdgeStandIn,
) -> None:
    edge_service.hang_up()
    result = run("audition", "--engine", "edge,tone", "--text", LINE, code=1)
    assert "edge: the engine 'edge' does not answer" in result.stderr
    assert result.stdout.count(".mp3") == 2
    assert "edge" in refused("audition", "--text", LINE, code=4)


def test_auto_makes_a_draft_when_the_service_is_silent(edge_service: EdgeStandIn) -> None:
    edge_service.hang_up()
    result = run("make", "talk.txt", "--json")
    assert "DRAFT" in result.stderr
    (episode,) = json.loads(result.stdout)["episodes"]
    assert (episode["engine"], episode["draft"]) == ("espeak", True)


def test_a_silent_service_ends_with_4_when_asked_for_by_name(edge_service: EdgeStandIn) -> None:
    edge_service.hang_up()
    Path("show.toml").write_text("[engines.edge]\npatience_s = 1\n", encoding="utf-8")
    said = refused("make", "talk.txt", "--engine", "edge", code=4)
    assert "the engine 'edge' does not answer" in said
    assert said.endswith("For a draft meanwhile: --engine espeak\n")


def test_auto_takes_the_edge_service_and_needs_no_probe_when_all_is_kept(
    edge_service: EdgeStandIn,
) -> None:
    (episode,) = json.loads(run("make", "talk.txt", "--json").stdout)["episodes"]
    assert (episode["engine"], episode["draft"]) == ("edge", False)
    asked = len(edge_service.requests)
    edge_service.hang_up()
    (again,) = json.loads(run("make", "talk.txt", "--json").stdout)["episodes"]
    assert (again["engine"], again["clips"]["spoken"]) == ("edge", 0)
    assert len(edge_service.requests) == asked


def test_doctor_tells_what_speaks() -> None:
    told = {row["what"]: row for row in json.loads(run("doctor", "--json").stdout)}
    assert told["engine espeak"]["state"] == "ok"
    assert told["pydub"]["state"] == "ok"
    assert told["engine sherpa"]["state"] == "missing"
    assert "tts-models" in told["engine sherpa"]["detail"]
    assert "engine openai" in told


def test_doctor_tells_of_every_extra_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It spoke of two extras only: that the review page was missing was told by its failure."""
    rows = {row["what"]: row for row in json.loads(run("doctor", "--json").stdout)}
    assert {f"extra {name}" for name in extras()} <= set(rows)
    assert {"publish", "web", "languages", "review", "cluster"} <= set(extras())

    def without_uvicorn(package: str) -> str:
        if package == "uvicorn":
            raise PackageNotFoundError(package)
        return "1.0"

    monkeypatch.setattr("importlib.metadata.version", without_uvicorn)
    rows = {row["what"]: row for row in json.loads(run("doctor", "--json").stdout)}
    assert rows["extra review"]["state"] == "missing"
    assert "review" in rows["extra review"]["detail"]
    assert rows["extra publish"] == {
        "what": "extra publish",
        "state": "ok",
        "detail": "obstore 1.0, paramiko 1.0",
    }


def test_an_engine_without_a_voice_says_what_is_missing() -> None:
    for command in (("make", "talk.txt"), ("audition", "--text", LINE)):
        assert "tts-models" in refused(*command, "--engine", "sherpa", code=4)
    assert "producer doctor" in run("voices", "--engine", "sherpa").stderr


@pytest.mark.parametrize("engine", [name for name in BUILTIN if name != "sherpa"])
def test_voices_lists_those_of_every_engine(engine: str) -> None:
    voices = json.loads(run("voices", "--engine", engine, "--json").stdout)
    assert {voice["engine"] for voice in voices} == {engine}


def test_help_flows_in_a_terminal_of_any_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line breaks of the source stood in it: single words on lines of their own."""
    for columns, line in (
        ("80", "Credentials come from the environment or the provider's own files, such as"),
        ("60", "Media go first and feeds last, so that a feed never names"),
    ):
        monkeypatch.setenv("COLUMNS", columns)
        shown = [part.strip() for part in run("publish", "--help").stdout.splitlines()]
        assert line in shown


def test_what_is_to_be_typed_next_can_be_copied(folder: Path) -> None:
    """Names with spaces stood there without quotes."""
    said = run("script", "talk.txt", "--out", "my script.md").stderr
    assert "`producer make 'my script.md'`" in said
    (folder / "only english.txt").write_text("Anna: Hello.\n\nBen: Good morning.\n")
    said = refused("make", "only english.txt", "--engine", "tone", code=3)
    assert "`producer translate 'only english.txt'`" in said


def test_voices_of_what_is_no_language_are_refused() -> None:
    """All multilingual voices were listed."""
    assert "'xx' is no language" in refused("voices", "--language", "xx", code=2)
    assert "en-GB" in run("voices", "--language", "en-GB").stdout


def test_help_teaches_and_needs_no_heavy_import() -> None:
    code = (
        "import sys; sys.argv = ['producer', '--help']\n"
        "from producer.cli import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        "print({'numpy', 'av', 'pydub', 'edge_tts', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(SEEDS.parent)},
    )
    assert "make" in done.stdout
    assert "Exit codes" in done.stdout
    assert done.stdout.strip().endswith("set()")


def test_voices_by_language_gender_and_place() -> None:
    def names(*options: str) -> set[str]:
        return {v["name"] for v in json.loads(run("voices", *options, "--json").stdout)}

    bulgarian = names("--language", "bg", "--gender", "female")
    assert "bg-BG-KalinaNeural" in bulgarian
    assert "bg-BG-BorislavNeural" not in bulgarian
    assert names("--locale", "fr-CA", "--gender", "female") == {"fr-CA-SylvieNeural"}
    assert "--gender cannot be 'x'" in refused("voices", "--gender", "x", code=2)
