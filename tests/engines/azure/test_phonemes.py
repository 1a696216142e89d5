"""Sounds that a person has written down, in the service's markup."""

from __future__ import annotations

from xml.etree import ElementTree

from producer.engines.azure.ssml import marked_up, ssml
from producer.model import Delivery, Phonemes


def test_readings_are_phonemes_and_all_else_stays_text() -> None:
    text = "匈奴的单于 & Nguyen <来>了。"
    readings = (Phonemes(3, 5, "pinyin", "chan2 yu2"), Phonemes(8, 14, "ipa", "ˈwɪn"))
    root = ElementTree.fromstring(ssml(marked_up(text, readings), Delivery("zh-CN-YunxiNeural")))
    assert "".join(root.itertext()) == text
    phonemes = [each.attrib for each in root.iter() if each.tag.endswith("}phoneme")]
    assert phonemes == [
        {"alphabet": "sapi", "ph": "chan 2 - yu 2"},
        {"alphabet": "ipa", "ph": "ˈwɪn"},
    ]
