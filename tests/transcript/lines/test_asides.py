"""What is not spoken, time stamps and stage directions, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import clean_text
from producer.transcript.document import Role, split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.asides import mark_directions
from producer.transcript.lines.stamps import mark_stamps
from tests.helpers.reading import kinds, outline, read_string


def plain(text: str) -> tuple[list[str], list[str]]:
    lines = mark_directions(split_lines(text), languages_of())
    return (
        [line.speech for line in lines if line.role is None],
        [found for line in lines for found in line.marked(Role.DIRECTION)],
    )


def timeless(text: str) -> list[str]:
    lines = mark_stamps(split_lines(text), languages_of())
    return [line.speech for line in lines if line.role is None]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("好的（笑），我们走。", "好的，我们走。"),
        ("（大笑）真的吗？", "真的吗？"),
        ("谢谢大家。【掌声】", "谢谢大家。"),
        ("谢谢。（全场热烈鼓掌）", "谢谢。"),
        ("好。(陆教授点头)", "好。"),
        ("我（叹气）不知道[听不清]。", "我不知道。"),
        ("Well (laughs), I think so.", "Well, I think so."),
        ("[Laughter] No.", "No."),
        ("Yes. [Audience laughs, then applauds]", "Yes."),
        ("Yes. (pause) That was it.", "Yes. That was it."),
        ("转过身去。[模糊]就这样。", "转过身去。就这样。"),
        ("*sighs* If you say so.", "If you say so."),
        ("Thank you. (applause)", "Thank you."),
        ("It was (inaudible) in May [crosstalk] or June.", "It was in May or June."),
        ("[music fades out] Welcome back.", "Welcome back."),
        ("(Music) Welcome back.", "Welcome back."),
        ("Anna (laughing): Hello.", "Anna: Hello."),
        ("Anna: (clears throat) Hello.", "Anna: Hello."),
        ("（掌声）", None),
        ("[Music].", None),
    ],
)
def test_stage_directions(text: str, spoken: str | None) -> None:
    kept, found = plain(text)
    assert kept == ([spoken] if spoken else [])
    assert found


@pytest.mark.parametrize(
    "text",
    [
        "The park (about 16 acres) opened early (2019).",
        "占地（约 97 亩）的新院（2024）。",
        "She studied two arts (music, dance) in Graz.",
        "He won a prize (the one for silence) in May.",
        "The verb (to laugh) is regular.",
        "这是开玩笑（可笑的那种）。",
        "她（苦笑的人）走了。",
        "国际细胞治疗学会（ISCT）",
        "See [1], [12] and [a]. *really*",
        "**Anna:** Hello. **bold** words",
        "I (Anna) agree; the sum (a + b) holds.",
        "The smiling man (John Smiles) nodded.",
        "()（）[] (…) * * **",
    ],
)
def test_brackets_with_content_are_spoken(text: str) -> None:
    assert plain(text) == ([clean_text(text)], [])


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("[00:12:03] Anna: Hello.", ["Anna: Hello."]),
        ("(01:02) Anna: Hello.", ["Anna: Hello."]),
        ("【00:12】安娜：你好。", ["安娜：你好。"]),
        ("Anna [00:12]: Hello.", ["Anna: Hello."]),
        ("Anna (0:12) Hello.", ["Anna Hello."]),
        ("Anna: [00:12] Hello.", ["Anna: Hello."]),
        ("安娜：(00:12) 你好。[00:14]", ["安娜：你好。"]),
        ("[00:12 --> 00:15.500] Hello.", ["Hello."]),
        ("[00:12:03]", []),
        ("00:00:12 Anna: Hi.\n00:00:15 Ben: Yes.", ["Anna: Hi.", "Ben: Yes."]),
        ("12:03 Anna: Hi.\n12:07 Ben: Yes.", ["Anna: Hi.", "Ben: Yes."]),
        ("00:01\nHi there.\n00:05\nYes.", ["Hi there.", "Yes."]),
        ("0:01 Hi there.\n0:05 Yes.\n0:09 No.", ["Hi there.", "Yes.", "No."]),
        (
            "Speaker 1 00:01\nHi.\nSpeaker 2 00:05\nYes.",
            ["Speaker 1", "Hi.", "Speaker 2", "Yes."],
        ),
        (
            "说话人1  00:01\n你好。\n说话人2  00:05\n好。",
            ["说话人1", "你好。", "说话人2", "好。"],
        ),
        (
            "00:01 Anna\nHi.\n00:05 Ben\nYes.\n00:07 Anna\nSo.\n00:09 Ben\nNo.",
            ["Anna", "Hi.", "Ben", "Yes.", "Anna", "So.", "Ben", "No."],
        ),
        ("Anna 00:01: Hi.\nBen 00:03: Yes.", ["Anna: Hi.", "Ben: Yes."]),
        (
            "安娜 2025-03-12 19:30:05\n你好。\nBen 2025/3/12 19:31:40\nYes.",
            ["安娜", "你好。", "Ben", "Yes."],
        ),
        (
            "2025年3月12日 19:30 安娜：好。\n2025年3月12日 19:31 本：好。",
            ["安娜：好。", "本：好。"],
        ),
        (
            "安娜：你好。 (00:01)\nAnna: Hi. (00:01)\n本：好。（00:05）\n也好。",
            ["安娜：你好。", "Anna: Hi.", "本：好。", "也好。"],
        ),
        ("[Anna] 9:59 AM\nHi.\n【本】 10:02 AM\n好。", ["[Anna]", "Hi.", "【本】", "好。"]),
        (
            "安娜 00:01\n嗨。\n本 00:05\n好。\nAnna 00:01\nHi.\nBen 00:05\nYes.",
            ["安娜", "嗨。", "本", "好。", "Anna", "Hi.", "Ben", "Yes."],
        ),
    ],
)
def test_time_stamps(text: str, spoken: list[str]) -> None:
    assert timeless(text) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "10:30 we left.",
        "10:30 we left.\n11:00 we arrived.",
        "10:30 we left.\n11:00 we arrived.\n11:20 we ate.",
        "The train (10:30) was late.",
        "We left (10:30)\nand came (11:00)\nand ate (9:00)",
        "We left (10:30)\nand came (11:00)",
        "We left at 10:30\nand came at 11:00",
        "3:1 was the score.\n2:0 at half time.",
        "Lisbon 10:30",
        "Lisbon 10:30\nPorto 9:15",
        "On 2025-03-12 10:30 was too late.",
        "See [1:2] and [3].",
        "比分是 3:10。",
    ],
)
def test_times_that_are_content_are_spoken(text: str) -> None:
    assert timeless(text) == text.splitlines()


def test_all_that_is_taken_out_is_said() -> None:
    script = read_string(
        "# 桥\n[00:01] 安娜：你好（笑）。\nAnna: Hello (laughs).\n【掌声】\n"
        "[00:05] 本：好。\nBen: Good.\n"
    )
    assert outline(script) == [
        ("安娜", {"zh": ["你好。"], "en": ["Hello."]}),
        ("本", {"zh": ["好。"], "en": ["Good."]}),
    ]
    assert kinds(script) == ["time-stamps", "stage-directions"]
    stamps, directions = script.findings
    assert stamps.message == "time stamps are not spoken: [00:01] in line 2, [00:05] in line 5"
    assert "（笑） in line 2, (laughs) in line 3, 【掌声】 in line 4" in directions.message


PIECES = st.sampled_from(
    [
        *(
            "(laughs)",
            "（笑）",
            "[00:01]",
            "0:12",
            "(2019)",
            "Anna:",
            "安娜：",
            "你好。",
            "Hi.",
            "*",
        ),
        *(" ", "\n", "(", ")", "（", "[", "]", "】", "笑", "sighs", "(music)"),
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=20).map("".join))
def test_what_is_left_out_is_returned(text: str) -> None:
    lines = split_lines(text)
    marked = mark_directions(mark_stamps(lines, languages_of()), languages_of())
    assert [line.text for line in marked] == [line.text for line in lines]
    spoken = [line.speech for line in marked if line.role is None]
    assert all(text == clean_text(text) != "" for text in spoken)

    def letters(*texts: str) -> str:
        return "".join(sorted(char for text in texts for char in text if char.isalnum()))

    roles = (Role.STAMP, Role.DIRECTION)
    found = [text for line in marked for role in roles for text in line.marked(role)]
    assert letters(*spoken, *found) == letters(*(line.text for line in lines))
