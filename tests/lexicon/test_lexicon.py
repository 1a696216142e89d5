"""How a term is spoken: which entry fits where, what the file may look like, and adding to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from producer import lexicon
from producer.errors import InputError
from producer.lexicon import Lexicon, LexiconEntry
from producer.model import clean_text, is_speakable
from producer.pipeline import Episode
from producer.show.show import Show
from tests.helpers.making import a_show, make

SAMPLE = """\
# Terms of the series.
[en]
"CAR-T" = "car tee"       # the treatment
CAR = "see ay are"
WHO = { spoken = "W H O", case = true }
"café" = "caffay"
"T cell" = "tee sell"
ASH = ["ash", { spoken = "A S H", engine = "tone" }, { spoken = "ash-ah", voice = "tone-250" }]

[zh]
"CAR-T" = "卡梯"
"重庆" = "崇庆"
"重" = "众"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "voices" / "lexicon.toml"
    file.parent.mkdir()
    file.write_text(SAMPLE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        pytest.param("en", "A CAR-T trial", "A car tee trial", id="the longest term"),
        pytest.param("en", "a car-t trial", "a car tee trial", id="in either case"),
        pytest.param("en", "CAR‑T", "car tee", id="the hyphen of a word processor"),
        pytest.param("en", "Who? The WHO.", "Who? The W H O.", id="where capitals count"),
        pytest.param("en", "CARs, scar and CAR5", "CARs, scar and CAR5", id="whole words only"),
        pytest.param("en", "CAR's (CAR)", "see ay are's (see ay are)", id="beside punctuation"),
        pytest.param("en", "cafés and CAFÉ", "cafés and caffay", id="beyond ASCII"),
        pytest.param("en", "a T cell", "a tee sell", id="several words"),
        pytest.param("en", "重庆", "重庆", id="another language's term"),
        pytest.param("zh", "新的CAR-T疗法", "新的卡梯疗法", id="a Latin term in Han text"),
        pytest.param("zh", "XCAR-T疗法", "XCAR-T疗法", id="no whole word in Han text"),
        pytest.param("zh", "在重庆很重要", "在崇庆很众要", id="anywhere in Han text"),
    ],
)
def test_terms_are_respelled(path: Path, language: str, written: str, spoken: str) -> None:
    assert lexicon.load(path).apply(written, language).text == spoken


@pytest.mark.parametrize(
    ("engine", "voice", "spoken"),
    [
        ("edge", "en-US-AvaNeural", "ash"),
        ("tone", "tone-200", "A S H"),
        ("tone", "tone-250", "ash-ah"),
    ],
)
def test_an_entry_may_be_for_one_engine_or_voice(
    path: Path, engine: str, voice: str, spoken: str
) -> None:
    assert lexicon.load(path).apply("ASH", "en", engine=engine, voice=voice).text == spoken


def test_a_term_given_as_itself_is_kept_as_it_is() -> None:
    said = Lexicon((LexiconEntry("en", "3-2", "3-2"),)).apply("won 3-2", "en")
    assert [(r.start, r.end, r.spoken) for r in said.replaced] == [(4, 7, "3-2")]


def test_no_file_is_an_empty_lexicon(tmp_path: Path) -> None:
    assert lexicon.load(tmp_path / "lexicon.toml").entries == ()


def test_all_problems_are_told_with_their_lines(path: Path) -> None:
    path.write_text(
        '[english]\na = "b"\n\n[en]\nA = "B"\nASH = { spokn = "A" }\n'
        'ISCT = { spoken = "I", engine = "egde" }\nX = "…"\nY = 5\n'
        'Z = ["a", "b"]\nW = { spoken = "w", case = "yes" }\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        lexicon.load(path, engines=["edge", "espeak"])
    told = str(caught.value)
    for line, what in [
        (1, "“english” is no language"),
        (6, "'spokn' of a term (did you mean 'spoken'?)"),
        (7, "no engine 'egde' (did you mean 'edge'?)"),
        (8, "“X”: how it is spoken has no letter"),
        (9, "“Y”: how it is spoken is to be a text"),
        (10, "“Z”: it is given twice"),
        (11, "'case' is to be true or false"),
    ]:
        assert any(f"{path}:{line}: " in row and what in row for row in told.splitlines()), what
    assert "7 entries" in told


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"[en]\na = \n", ":2: is not TOML", id="not TOML"),
        pytest.param("[zh]\n重庆 = '虫庆'".encode(), "Put terms in quotes", id="no quotes"),
        pytest.param(b"[en]\na = '\xff'", ":2: is not UTF-8", id="not UTF-8"),
        pytest.param(b"#" * 600_000, "larger than", id="too large"),
        pytest.param(b"a=" + b"[" * 5_000, "", id="nested too deeply"),
        pytest.param(b'en = "x"', ":1: “en” is no language", id="no table"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        lexicon.load(path)
    assert says in str(caught.value)


def test_an_entry_is_added_and_comments_stay(path: Path) -> None:
    lexicon.add(path, "zh", "ISCT", "I S C T")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(SAMPLE.rstrip("\n"))
    assert 'ISCT = {spoken = "I S C T", case = true}' in text
    assert lexicon.load(path).apply("ISCT和isct", "zh").text == "I S C T和isct"


def test_an_entry_takes_the_place_of_the_one_before(path: Path) -> None:
    lexicon.add(path, "en", "CAR-T", "kar tee")
    text = path.read_text(encoding="utf-8")
    assert '"CAR-T" = "kar tee"       # the treatment' in text
    assert text.replace("kar", "car") == SAMPLE


def test_an_entry_stands_beside_those_for_other_engines(path: Path) -> None:
    before = set(lexicon.load(path).entries)
    added = lexicon.add(path, "en", "ASH", "ashes", engine="edge", case=False)
    assert set(lexicon.load(path).entries) == before | {added}


def test_adding_what_is_there_changes_nothing(path: Path) -> None:
    lexicon.add(path, "en", "CAR", "see ay are", case=False)
    assert path.read_text(encoding="utf-8") == SAMPLE


def test_a_first_entry_makes_a_file_that_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "voices" / "lexicon.toml"
    added = lexicon.add(path, "en", "CAR-T", "car tee")
    assert lexicon.load(path).entries == (added,)
    assert path.read_text(encoding="utf-8").startswith("# How a term is spoken.")


@pytest.mark.parametrize(
    ("language", "term", "spoken"),
    [("english", "a", "b"), ("en", " ", "b"), ("en", "a", "…"), ("en", "a" * 101, "b")],
)
def test_what_cannot_be_an_entry_is_not_added(
    path: Path, language: str, term: str, spoken: str
) -> None:
    with pytest.raises(InputError):
        lexicon.add(path, language, term, spoken)
    assert path.read_text(encoding="utf-8") == SAMPLE


CLEAN = st.text(max_size=20).map(clean_text)
PAIRS = st.tuples(st.sampled_from(["en", "zh"]), CLEAN.filter(bool), CLEAN.filter(is_speakable))


@given(pairs=st.lists(PAIRS, max_size=5))
@example(pairs=[("en", "a.b", "x"), ("en", 'q"\\', "y"), ("zh", "#", "z")])
def test_what_is_added_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.toml"
    added = {}
    for language, term, spoken in pairs:
        added[language, term] = lexicon.add(path, language, term, spoken)
    entries = lexicon.load(path).entries
    assert set(entries) == set(added.values())
    for entry in entries:
        assert lexicon.load(path).apply(entry.term, entry.language).text


@given(
    terms=st.lists(st.tuples(CLEAN.filter(bool), CLEAN.filter(is_speakable)), max_size=5),
    text=CLEAN,
)
def test_any_text_can_be_respelled(terms: list[tuple[str, str]], text: str) -> None:
    entries = {term: LexiconEntry("zh", term, spoken) for term, spoken in terms}
    said = Lexicon(tuple(entries.values())).apply(" ".join([text, *entries]), "zh")
    assert said.written == " ".join([text, *entries])
    assert is_speakable(said.text) or not is_speakable(said.written)


@given(st.text(alphabet="[]{}=\"'\n#.,aen中 -", max_size=60))
def test_any_file_gives_entries_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.toml"
    path.write_text(text, encoding="utf-8")
    try:
        entries = lexicon.load(path).entries
    except InputError:
        entries = ()
    assert all(entry.term and is_speakable(entry.spoken) for entry in entries)


TALK = """\
# 新疗法 | A New Therapy

安娜：CAR-T是什么？我们慢慢说。
Anna: What is CAR-T? Let us take our time.

本：CAR-T是一种疗法。
Ben: CAR-T is a therapy.
"""


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return a_show(tmp_path, disclosure={"spoken": False})


def words_of(episode: Episode, language: str) -> list[str]:
    cues = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    return [word for cue in cues if cue["language"] == language for _, _, word in cue["words"]]


def test_a_changed_entry_speaks_only_what_contains_it(show: Show) -> None:
    plain = make(show, TALK)
    assert (plain.spoken, plain.reused) == (6, 0)
    lexicon.add(show.lexicon_file, "en", "CAR-T", "car tee")
    respelled = make(show, TALK)
    assert (respelled.spoken, respelled.reused) == (2, 4)
    lexicon.add(show.lexicon_file, "en", "CAR-T", "kar tee")
    assert make(show, TALK).spoken == 2
    lexicon.add(show.lexicon_file, "en", "Ben", "Benn")
    lexicon.add(show.lexicon_file, "zh", "疗法", "疗法")
    assert make(show, TALK).spoken == 0


def test_what_is_shown_keeps_the_term(show: Show) -> None:
    lexicon.add(show.lexicon_file, "en", "CAR-T", "car tee")
    lexicon.add(show.lexicon_file, "zh", "CAR-T", "卡梯")
    made = make(show, TALK)
    cues = made.manifest.as_json()["editions"]["zh-en"]["cues"]
    assert [cue["text"] for cue in cues if "CAR-T" in cue["text"]] == [
        "CAR-T是什么？",
        "What is CAR-T?",
        "CAR-T是一种疗法。",
        "CAR-T is a therapy.",
    ]
    assert words_of(made, "en")[:3] == ["What", "is", "CAR-T"]
    assert words_of(made, "zh")[:2] == ["CAR-T", "是"]
    for file in made.folder.glob("*.vtt"):
        assert "tee" not in file.read_text(encoding="utf-8")


def test_a_lexicon_that_cannot_be_used_ends_the_run_before_it_speaks(show: Show) -> None:
    show.lexicon_file.parent.mkdir()
    show.lexicon_file.write_text("[en]\nA = 5\n")
    with pytest.raises(InputError, match=r"lexicon\.toml:2: “A”"):
        make(show, TALK)
    assert not show.store.exists()
