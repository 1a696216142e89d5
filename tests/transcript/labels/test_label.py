"""What has the shape of a label, and what a file's evidence makes of it."""

from __future__ import annotations

import pytest

from producer.transcript.document import split_lines
from producer.transcript.labels.evidence import with_labels
from producer.transcript.labels.label import Strength, candidate
from producer.transcript.language.detection import languages_of


@pytest.mark.parametrize(
    ("line", "label", "text", "strength"),
    [
        ("Pro.Lu: This year", "Pro.Lu", "This year", Strength.CERTAIN),
        ("Dr. Smith: Well", "Dr. Smith", "Well", Strength.CERTAIN),
        ("Prof. Maria van der Berg: Ja", "Prof. Maria van der Berg", "Ja", Strength.CERTAIN),
        ("陆教授：你好", "陆教授", "你好", Strength.CERTAIN),
        ("王女士: 你好", "王女士", "你好", Strength.CERTAIN),
        ("Negrin 教授：你好", "Negrin 教授", "你好", Strength.CERTAIN),
        ("Q: Why?", "Q", "Why?", Strength.CERTAIN),
        (
            "Wang Min (Researcher, Blue Whale Institute for Rivers and Lakes): Hi",
            *("Wang Min", "Hi", Strength.LIKELY),
        ),
        ("陈一帆，市民代表：你好", "陈一帆", "你好", Strength.DOUBTFUL),
        ("Dr. Costa, Porto: Hi", "Dr. Costa", "Hi", Strength.DOUBTFUL),
        ("🎙️ 阿星：你好", "阿星", "你好", Strength.WEAK),
        ("→ Anna: Hello", "Anna", "Hello", Strength.WEAK),
        ("林珮如：你好", "林珮如", "你好", Strength.LIKELY),
        ("A He: Hello", "A He", "Hello", Strength.DOUBTFUL),
        ("來賓：你好", "來賓", "你好", Strength.CERTAIN),
        ("Q1: Why?", "Q", "Why?", Strength.CERTAIN),
        ("问 12：为什么？", "问", "为什么？", Strength.CERTAIN),
        ("Question 3: Why?", "Question", "Why?", Strength.WEAK),
        ("主播：你好", "主播", "你好", Strength.CERTAIN),
        ("护士长-刘：你好", "护士长-刘", "你好", Strength.WEAK),
        ("答：因为", "答", "因为", Strength.CERTAIN),
        ("Host: Hello", "Host", "Hello", Strength.CERTAIN),
        ("INTERVIEWER: Hello", "INTERVIEWER", "Hello", Strength.CERTAIN),
        ("主持人：你好", "主持人", "你好", Strength.CERTAIN),
        ("Speaker 1: Hello", "Speaker 1", "Hello", Strength.CERTAIN),
        ("说话人1：你好", "说话人1", "你好", Strength.CERTAIN),
        ("嘉宾 B：你好", "嘉宾 B", "你好", Strength.CERTAIN),
        ("旁白：从前", "Narrator", "从前", Strength.CERTAIN),
        ("NARRATOR: Once", "Narrator", "Once", Strength.CERTAIN),
        ("Robert Negrin: First", "Robert Negrin", "First", Strength.LIKELY),
        ("让·勒克莱尔：你好", "让·勒克莱尔", "你好", Strength.LIKELY),
        ("欧阳修：你好", "欧阳修", "你好", Strength.LIKELY),
        ("李雷：你好", "李雷", "你好", Strength.LIKELY),
        ("Anna: Hello", "Anna", "Hello", Strength.WEAK),
        ("Anna:Hello", "Anna", "Hello", Strength.WEAK),
        ("Élodie : Bonjour", "Élodie", "Bonjour", Strength.WEAK),
        ("O’Brien: Hello", "O’Brien", "Hello", Strength.WEAK),
        ("本：你好", "本", "你好", Strength.WEAK),
        ("Anna:", "Anna", "", Strength.WEAK),
        ("**Anna**", "Anna", "", Strength.WEAK),
        ("**Anna:** Hello", "Anna", "Hello", Strength.LIKELY),
        ("**Anna**: Hello", "Anna", "Hello", Strength.LIKELY),
        ("**Anna**：Hello", "Anna", "Hello", Strength.LIKELY),
        ("__Robert Negrin__: First", "Robert Negrin", "First", Strength.CERTAIN),
        ("Anna: see https://example.org", "Anna", "see https://example.org", Strength.WEAK),
        ("杭悦（主持人）：你好", "杭悦", "你好", Strength.LIKELY),
        ("Robert Lang (Graz): Yes", "Robert Lang", "Yes", Strength.LIKELY),
        ("**主持人（林晓）**：你好", "主持人（林晓）", "你好", Strength.CERTAIN),
        ("Host (Anna): Hello", "Host (Anna)", "Hello", Strength.CERTAIN),
        ("安娜/Anna：你好", "安娜/Anna", "你好", Strength.LIKELY),
        ("宋站长 Mr Song：你好", "宋站长 Mr Song", "你好", Strength.CERTAIN),
        ("Anna / 安娜: 你好", "Anna / 安娜", "你好", Strength.LIKELY),
        ("Answer: Hello", "Answer", "Hello", Strength.WEAK),
        ("采访/Interview：安娜", "采访/Interview", "安娜", Strength.DOUBTFUL),
        ("作者：你好", "作者", "你好", Strength.DOUBTFUL),
        ("后来看：没有", "后来看", "没有", Strength.DOUBTFUL),
    ],
)
def test_shapes_of_labels(line: str, label: str, text: str, strength: Strength) -> None:
    found = candidate(line)
    assert found is not None
    assert (found.label, found.text, found.strength) == (label, text, strength)


@pytest.mark.parametrize(
    "line",
    [
        "The answer is simple: more water.",
        "关键在于：水要够热。",
        "关键在于:水要够热。",
        "10:30 we left.",
        "At 10:30 we left.",
        "10:30",
        "https://example.org/a:b",
        "Https://example.org",
        "见 https://example.org",
        "Note: this is no label.",
        "**Note:** this is no label.",
        "注：这不是标签。",
        "**第十二章 春天的雨水**",
        "例如：这一座。",
        "Step 1: boil water.",
        "第一步：烧水。",
        "The Bridge: a history",
        "A Bridgehead: a history",
        "→ Note: this is no label.",
        "他说：“好。”",
        "Dear Dr. Smith: thank you",
        "Note (from the editor): this is no label.",
        "关键（对我来说）在于：水要够热。",
        "尊敬的陆教授：您好",
        "我想说的有两点：第一，水；第二，茶。",
        "a: lower case",
        "Hello there",
        "你好",
        ": nothing before",
        "**",
        "***",
        "** **: x",
        "Ratio 3:1",
        "x" * 100 + ": far away",
        "",
    ],
)
def test_shapes_of_running_text(line: str) -> None:
    assert candidate(line) is None


EVIDENCE: dict[str, tuple[str, set[str]]] = {
    "each-once-in-both-languages": (
        "安娜：你好。\nAnna: Hello.\n本：你好。\nBen: Hello.",
        {"安娜", "Anna", "本", "Ben"},
    ),
    "each-once-in-one-language": ("你好。\nAnna: Hello.\n\n早。\nBen: Hi.", {"Anna", "Ben"}),
    "single-shape-among-unlabelled": (
        "你好。\nHost: Hello.\n\n再见。\nLisbon: a city of hills.\n\n早。\nHi.\n\n好。\nFine.",
        {"Host"},
    ),
    "single-shape-in-the-unlabelled-language": (
        "问：好吗？\nWell?\n\n答：好。\nRemedy: tea.",
        {"问", "答"},
    ),
    "second-paragraph": (
        "李雷：好。\n茶具：三样。\nLi Lei: Good.\nKettle: one.\n\n李雷：是。\nLi Lei: Yes.",
        {"李雷", "Li Lei"},
    ),
    "single-weak-shape": (
        "Lisbon: a city.\n里斯本是一座城。\nWe went there.\n我们去了。",
        set(),
    ),
    "doubtful-word-that-the-file-insists-on": (
        "作者：你好。\nHello.\n记者：你好。\nHello.\n作者：再见。\nGoodbye.",
        {"作者", "记者"},
    ),
}


@pytest.mark.parametrize(("text", "labels"), EVIDENCE.values(), ids=EVIDENCE.keys())
def test_evidence(text: str, labels: set[str]) -> None:
    named = with_labels(split_lines(text), languages_of())
    assert {line.speaker for line in named} - {None} == labels
