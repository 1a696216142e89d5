"""Who gets which voice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.casting import Cast, Casting, Part, assign, set_voice
from producer.errors import InputError, UsageError
from producer.model import NARRATOR, Delivery, Speaker, Voice

VOICES = [
    Voice("edge", "zh-CN-XiaoxiaoNeural", "zh-CN", "female"),
    Voice("edge", "zh-CN-YunyangNeural", "zh-CN", "male"),
    Voice("edge", "zh-CN-XiaoyiNeural", "zh-CN", "female"),
    Voice("edge", "zh-CN-YunxiNeural", "zh-CN", "male"),
    Voice("edge", "en-US-AvaNeural", "en-US", "female"),
    Voice("edge", "en-US-AndrewNeural", "en-US", "male"),
    Voice("edge", "en-US-EmmaNeural", "en-US", "female"),
    Voice("edge", "en-US-BrianNeural", "en-US", "male"),
    Voice("edge", "fr-FR-VivienneMultilingualNeural", "fr-FR", "female", multilingual=True),
    Voice("edge", "en-US-AvaMultilingualNeural", "en-US", "female", multilingual=True),
    Voice("edge", "en-US-AndrewMultilingualNeural", "en-US", "male", multilingual=True),
    Voice("espeak", "cmn+f2", "zh", "female"),
    Voice("espeak", "en-us+f2", "en-US", "female"),
]
GENDER = {voice.name: voice.gender for voice in VOICES}
LU, NEGRIN = Speaker("Pro.Lu"), Speaker("Pro.Negrin")


def casting(
    speakers: Sequence[Speaker], cast: Cast | None = None, *, same_voice: bool = False
) -> Casting:
    needs = {speaker.id: ("zh", "en") for speaker in speakers}
    return assign(cast or Cast(), speakers, needs, "edge", VOICES, same_voice=same_voice)


def genders(result: Casting, speaker: Speaker) -> set[str]:
    return {GENDER[d.voice] for d in result.deliveries[speaker.id].values()}


def held(**languages: str) -> Part:
    return Part({"edge": {language: Delivery(voice) for language, voice in languages.items()}})


def test_two_strangers_get_voices_that_are_easy_to_tell_apart() -> None:
    result = casting([LU, NEGRIN])
    assert len(genders(result, LU)) == 1
    assert len(genders(result, NEGRIN)) == 1
    assert genders(result, LU) != genders(result, NEGRIN)
    assert result.new == (
        *((LU.id, "zh"), (LU.id, "en")),
        *((NEGRIN.id, "zh"), (NEGRIN.id, "en")),
    )


@pytest.mark.parametrize(
    ("label", "gender"),
    [
        *(("Mr. Lu", "male"), ("Ms.Chen", "female"), ("Mrs Lu", "female"), ("Sir David", "male")),
        *(
            ("李先生", "male"),
            ("王女士", "female"),
            ("张小姐（嘉宾）", "female"),
            ("Miss陈", "female"),
        ),
        *(("居里夫人", "female"), ("Prof. Mrs. Ito", "female"), ("MR. LU", "male")),
    ],
)
def test_a_title_tells_the_gender(label: str, gender: str) -> None:
    # Someone of that gender speaks before, so that alternating would choose the other.
    host = Speaker("Host")
    result = casting([host, Speaker(label)], Cast({"Host": Part(gender=gender)}))
    assert genders(result, Speaker(label)) == {gender}


@pytest.mark.parametrize(
    "label",
    *[
        [
            "Dr. Mary",
            "Prof. John",
            "陆教授",
            "Mary",
            "Misser",
            "Siri",
            "MS Word",
            "小姐姐",
            "Mr. & Mrs.",
        ]
    ],
)
@pytest.mark.parametrize("other", ["female", "male"])
def test_nothing_else_tells_the_gender(label: str, other: str) -> None:
    result = casting([Speaker("Host"), Speaker(label)], Cast({"Host": Part(gender=other)}))
    assert genders(result, Speaker(label)) == {"female", "male"} - {other}


def test_the_cast_has_the_last_word_on_gender() -> None:
    speaker = Speaker("Mr. Lu")
    assert genders(casting([speaker], Cast({"Mr. Lu": Part(gender="female")})), speaker) == {
        "female"
    }


def test_a_new_language_takes_the_gender_of_the_voice_that_is_there() -> None:
    cast = Cast({LU.id: held(zh="zh-CN-YunxiNeural")})
    result = casting([LU], cast)
    assert result.deliveries[LU.id]["zh"] == Delivery("zh-CN-YunxiNeural")
    assert genders(result, LU) == {"male"}
    assert result.new == ((LU.id, "en"),)


def test_another_engine_tells_the_gender_too() -> None:
    cast = Cast({NEGRIN.id: Part({"espeak": {"zh": Delivery("cmn+f2")}})})
    result = casting([LU, NEGRIN], cast)
    assert genders(result, NEGRIN) == {"female"}
    assert genders(result, LU) == {"male"}
    assert result.cast.parts[NEGRIN.id].delivery("espeak", "zh") == Delivery("cmn+f2")


def test_the_narrator_has_a_voice_of_its_own_and_leaves_the_best_to_the_hosts() -> None:
    narrator = Speaker(NARRATOR)
    result = casting([narrator, LU, NEGRIN])
    assert result.deliveries[LU.id] == casting([LU, NEGRIN]).deliveries[LU.id]
    voices = [d.voice for held in result.deliveries.values() for d in held.values()]
    assert len(set(voices)) == len(voices)


def test_a_guest_gets_a_voice_that_nobody_in_the_show_has() -> None:
    first = casting([LU, NEGRIN])
    guest = Speaker("Guest")
    alone = casting([guest], first.cast)
    assert not {d.voice for d in alone.deliveries[guest.id].values()} & {
        d.voice for part in first.deliveries.values() for d in part.values()
    }


def test_those_who_share_a_voice_still_sound_different() -> None:
    women = [Speaker(f"Ms. {letter}") for letter in "ABCDE"]
    result = casting(women)
    for language in ("zh", "en"):
        deliveries = [result.deliveries[woman.id][language] for woman in women]
        assert {GENDER[d.voice] for d in deliveries} == {"female"}
        assert len(set(deliveries)) == 5
    assert {d.voice for woman in women for d in [result.deliveries[woman.id]["zh"]]} == {
        "zh-CN-XiaoxiaoNeural",
        "zh-CN-XiaoyiNeural",
    }


def test_same_voice_is_one_multilingual_voice() -> None:
    result = casting([LU, NEGRIN], same_voice=True)
    lu, negrin = ({d.voice for d in result.deliveries[s.id].values()} for s in (LU, NEGRIN))
    assert lu == {"en-US-AvaMultilingualNeural"}
    assert negrin == {"en-US-AndrewMultilingualNeural"}


def test_same_voice_extends_the_multilingual_voice_that_is_there() -> None:
    cast = Cast(
        {LU.id: held(en="en-US-AndrewMultilingualNeural"), NEGRIN.id: held(en="en-US-AvaNeural")}
    )
    result = casting([LU, NEGRIN], cast, same_voice=True)
    assert result.deliveries[LU.id]["zh"].voice == "en-US-AndrewMultilingualNeural"
    assert result.deliveries[NEGRIN.id]["zh"].voice == "zh-CN-XiaoxiaoNeural"


def test_a_language_without_a_voice_is_refused() -> None:
    with pytest.raises(InputError, match=r"no voice for the language 'fr'.*It speaks en, zh"):
        assign(Cast(), [LU], {LU.id: ["fr"]}, "espeak", VOICES)


def test_a_speaker_is_found_by_any_name() -> None:
    both = Speaker("Host", {"zh": "主持人", "en": "Host"})
    first = casting([both])
    for again in (Speaker("主持人"), Speaker("HOST"), Speaker("host:", {"en": "Moderator"})):
        result = casting([again], first.cast)
        assert result.new == ()
        assert result.deliveries[again.id] == first.deliveries["Host"]


def test_two_speakers_of_an_episode_are_never_one() -> None:
    cast = casting([Speaker("Host", {"zh": "主持人"})]).cast
    result = casting([Speaker("主持人"), Speaker("Host")], cast)
    assert {speaker for speaker, _ in result.new} == {"主持人"}
    one, two = (set(result.deliveries[id_].values()) for id_ in ("Host", "主持人"))
    assert not one & two


speaker_names = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1)
speakers_lists = st.lists(speaker_names, max_size=12, unique=True).map(
    lambda names: [Speaker(name) for name in names]
)
needs_sets = st.sets(st.sampled_from(["zh", "en"])).map(sorted)


@settings(deadline=None)
@given(speakers_lists, st.data(), st.booleans())
def test_casting_is_complete_stable_and_distinct(
    speakers: list[Speaker], data: st.DataObject, same_voice: bool
) -> None:
    needs = {speaker.id: data.draw(needs_sets) for speaker in speakers}
    result = assign(Cast(), speakers, needs, "edge", VOICES, same_voice=same_voice)
    assert result == assign(Cast(), speakers, needs, "edge", VOICES, same_voice=same_voice)
    assert {id_: sorted(held) for id_, held in result.deliveries.items()} == needs

    again = assign(result.cast, list(reversed(speakers)), needs, "edge", VOICES)
    assert again.cast == result.cast
    assert again.new == ()
    assert again.deliveries == result.deliveries

    for language in ("zh", "en"):
        heard = [held[language] for held in result.deliveries.values() if language in held]
        assert len(set(heard)) == len(heard)


class TestSetVoice:
    SPEAKERS = (Speaker("Host", {"zh": "主持人"}), Speaker("Q: A", {}))

    def set(self, setting: str, cast: Cast | None = None) -> Cast:
        return set_voice(cast or Cast(), setting, self.SPEAKERS, ["zh", "en"], VOICES)

    @pytest.mark.parametrize(
        ("setting", "speaker", "language", "voice"),
        [
            ("Host:zh=zh-CN-YunxiNeural", "Host", "zh", "zh-CN-YunxiNeural"),
            ("主持人：en=en-US-AvaNeural", "Host", "en", "en-US-AvaNeural"),
            (" host : zh-CN = cmn+f2 ", "Host", "zh", "cmn+f2"),
            ("Q: A:EN=en-US-EmmaNeural", "Q: A", "en", "en-US-EmmaNeural"),
        ],
    )
    def test_sets(self, setting: str, speaker: str, language: str, voice: str) -> None:
        engine = next(v.engine for v in VOICES if v.name == voice)
        assert self.set(setting).parts[speaker].delivery(engine, language) == Delivery(voice)

    def test_keeps_how_the_speaker_speaks(self) -> None:
        slow = Part({"edge": {"en": Delivery("en-US-AvaNeural", -5)}}, "female")
        after = self.set("Host:en=en-US-EmmaNeural", Cast({"Host": slow, "Other": Part()}))
        assert after.parts["Host"].delivery("edge", "en") == Delivery("en-US-EmmaNeural", -5)
        assert after.parts["Host"].gender == "female"
        assert "Other" in after.parts

    def test_reaches_who_is_only_in_the_cast(self) -> None:
        after = self.set("Lu:en=en-US-AvaNeural", Cast({"陆": Part(aliases=("Lu",))}))
        assert after.parts["陆"].delivery("edge", "en") == Delivery("en-US-AvaNeural")

    @pytest.mark.parametrize(
        ("setting", "message"),
        [
            ("Host=en-US-AvaNeural", "Write Speaker:language=voice"),
            ("Hots:en=en-US-AvaNeural", "no speaker 'Hots'.*nearest known is 'Host'"),
            ("Host:fr=en-US-AvaNeural", "no language 'fr'.*zh, en"),
            ("Host:en=en-US-EvaNeural", "no voice 'en-US-EvaNeural'.*'en-US-AvaNeural'"),
            ("Host:zh=en-US-AvaNeural", "speaks en, not zh"),
        ],
    )
    def test_refuses(self, setting: str, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            self.set(setting)


TWINS = [("Ava", "female"), ("Andrew", "male"), ("Emma", "female"), ("Brian", "male")]


@pytest.mark.parametrize(("name", "gender"), TWINS)
@pytest.mark.parametrize("same_voice", [False, True])
def test_two_names_of_a_voice_are_not_two_people(name: str, gender: str, same_voice: bool) -> None:
    """A host by Ava and a guest by AvaMultilingual sounded alike, byte for byte."""
    pair = (f"en-US-{name}Neural", f"en-US-{name}MultilingualNeural")
    voices = [
        *(Voice("edge", v, "en-US", gender, "Multi" in v, same_as=pair[0]) for v in pair),
        Voice("edge", "fr-FR-OtherMultilingualNeural", "fr-FR", gender, True),
        Voice("edge", "zh-CN-OneNeural", "zh-CN", gender),
        Voice("edge", "zh-CN-TwoNeural", "zh-CN", gender),
        Voice("edge", "en-GB-OtherNeural", "en-GB", gender),
    ]
    for first in pair:
        host = Part({"edge": {"en": Delivery(first)}}, gender)
        cast = Cast({"Host": host, "Guest": Part({}, gender)})
        people = [Speaker("Host"), Speaker("Guest")]
        needs = {"Host": ("en",), "Guest": ("zh", "en")}
        result = assign(cast, people, needs, "edge", voices, same_voice=same_voice)
        assert result.deliveries["Guest"]["en"].voice not in pair


def test_a_mainland_conversation_gets_no_voice_from_taiwan() -> None:
    voices = [
        Voice("edge", "zh-CN-OneNeural", "zh-CN", "female"),
        Voice("edge", "zh-TW-TwoNeural", "zh-TW", "female"),
    ]
    people = [Speaker("A"), Speaker("B")]
    cast = Cast({each.id: Part({}, "female") for each in people})
    needs = {each.id: ("zh",) for each in people}
    mainland = assign(cast, people, needs, "edge", voices)
    assert {d["zh"].voice for d in mainland.deliveries.values()} == {"zh-CN-OneNeural"}
    assert len({d["zh"] for d in mainland.deliveries.values()}) == 2
    taiwan = assign(cast, people[:1], needs, "edge", voices, locales={"zh": "zh-TW"})
    assert taiwan.deliveries["A"]["zh"].voice == "zh-TW-TwoNeural"
