"""Numbers that the two languages tell alike, and numbers that they do not."""

from __future__ import annotations

import pytest

from producer.transcript.findings.numbers import numbers
from tests.transcript.findings.pairs import changed, kinds_of, pair, script_of

ALIKE = [
    ("一共两百万人。", "Two million people in all."),
    ("一共200万人。", "There were 2,000,000 of them."),
    ("来了 200 多万人。", "More than 2 million came."),
    ("他一九七八年出生。", "He was born in 1978."),
    ("二零零八年的雪。", "The snow of two thousand and eight."),
    ("那是一九七八年。", "That was nineteen seventy-eight."),
    ("涨了百分之五。", "It rose by 5%."),
    ("涨了5%。", "It rose by five percent."),
    ("上世纪80年代的楼。", "A building of the 1980s."),
    ("二十世纪八十年代。", "In the eighties."),
    ("三分之一的人没来。", "One third of them stayed away."),
    ("三分之二的人来了。", "Two-thirds came."),
    ("十个人里有三个是新来的，占30%。", "Three in ten, 30 percent, were new."),
    ("三成的船停在港里。", "30% of the boats stayed in port."),
    ("10月出发。", "We left in October."),
    ("2024年3月5日开馆。", "It opened on March 5, 2024."),
    ("2024-03-05 开馆。", "It opened on 5 March 2024."),
    ("过去二十年间", "over the past two decades"),
    ("过去10年", "over the past decade"),
    ("一个半小时", "90 minutes"),
    ("等了一个半小时。", "We waited an hour and a half."),
    ("两年半以后", "two and a half years later"),
    ("下午三点半开门。", "It opens at 3:30 p.m."),
    ("三点四十起床。", "Up at three forty."),
    ("占地 97 亩。", "It covers about 16 acres."),
    ("走了8公里。", "We walked five miles."),
    ("重100斤。", "It weighs 50 kilograms."),
    ("水温 37℃。", "The water is at 98.6°F."),
    ("要 700 元。", "It costs 100 dollars."),
    ("面粉一块二，牛肉五块八。", "Flour 1.2, beef 5.8."),
    ("一碗3块5。", "3.5 yuan a bowl."),
    ("三分二十秒，一口气。", "three minutes twenty in one breath"),
    ("投了三点五亿元。", "They put in 350 million yuan."),
    ("75 岁的奶奶", "my 75-year-old grandmother"),
    ("五十多岁的人", "a man in his fifties"),
    ("第二十届", "the 20th"),
    ("二十一世纪", "the twenty-first century"),
    ("七八十年", "some 70 or 80 years"),
    ("几十年、数十亿、十几个", "decades, billions, a dozen or so"),
    ("两万五千里", "25,000 li"),
    ("两万五", "25,000"),
    ("周三来。", "Come on Wednesday."),
    ("2024-01-02 开馆。", "It opened on January 2, 2024."),
    ("50%的人走了。", "Half of them left."),
    ("还不到百分之一", "less than one in a hundred"),
    ("夜里十一点多", "some time after eleven at night"),
    ("那时八毛钱。", "It was eighty fen then."),
    ("一百二十七个人", "a hundred and twenty-seven people"),
    ("大约每一百分钟里有一分钟", "one minute out of every hundred"),
    ("增加了两倍。", "It grew by 200%."),
    ("再过20-30年再说。", "Ask again in 20 to 30 years."),
    ("价钱在40到50亿美元之间。", "The price is between four and five billion dollars."),
    ("剩下 2000 万到 2100 万元。", "Some 20 or 21 million yuan were left."),
    ("分别是20%、22%、25%和15%。", "They were 20, 22, 25 and 15% each."),
    ("跌了2%。", "It is down two."),
    ("他那时十七八岁。", "He was 17, 18 years old then."),
    ("等了十几天。", "We waited for 13 days."),
    ("来了二十多个人。", "There were 24 of them."),
    ("上世纪七八十年代", "in the late 70s or early 80s"),
    ("二十一世纪初", "in the early 2000s"),
    ("存了 30TB 的照片。", "It held 30 terabytes of pictures."),
    ("第14点是这样说的。", "Point 14 says so."),
    ("到十二点他还没回来。", "He was not back at 12 o'clock."),
    ("只有0.5%。", "It is half a percent."),
    ("不到千分之三", "below 3/10 of 1%"),
    ("大约是它的十五分之一。", "It is about 1/15th of that."),
    ("战后四分之一个世纪", "the quarter-century after the war"),
    ("这个季度赚钱，下个季度亏钱。", "One quarter they earn, the next they lose."),
    ("过去四个季度", "for four quarters"),
    ("跌破十万美元", "below 100K"),
    ("一个万亿美元的市场", "a $1 trillion market"),
    ("要一千个人才够。", "It would take any thousand people."),
    ("2008 年、2009 年", "in 2008 and 9"),
    ("那是2008年。", "That was in '08."),
    ("准备金是1.97亿美元。", "The provision was 197."),
    ("五五开的机会", "a 50/50 chance"),
    ("9/11之后", "after 9/11"),
    ("标普500涨了。", "The S&P is up."),
    ("利率是6.25%，不是6.5%。", "It is six and a quarter, not 6 1/2%."),
    ("一年半载的空窗期", "gaps of a year or half a year"),
    ("五一我们去爬山。", "In May we went up the hill."),
    ("二月份的选举", "THE ELECTION IN FEBRUARY"),
    ("花从三月开到十月。", "It is in bloom from March to October."),
    ("她在这里住（译者注：1975年搬来）。", "She lives here."),
    ("用的是Loess（1852年起的名字）。", "They used loess."),
    ("见[回放 00:48:22]。", "See above."),
    ("网络里有760万ETH，平台有14亿月活跃用户。", "7.6 million ETH, 1.4 billion monthly users"),
    ("每周五天都吃早餐。", "breakfast 5 days a week"),
    ("半导体厂花了1000亿美元。", "The semiconductor plant cost 100 billion dollars."),
]

IDIOMS = [
    ("一个人，一些事。", "Somebody, and one of many things."),
    ("这十分重要，千万别忘。", "This matters a lot. Never forget it."),
    ("万一下雨呢？", "And if it rains?"),
    ("一心一意，三三两两。", "With all my heart, in small groups."),
    ("两国之间有两大问题。", "Between the countries there are problems."),
    ("成千上万的人。", "People without number."),
    ("百分之百同意。", "I fully agree."),
    ("CAR-T、5G 和 COVID-19。", "Those three."),
    ("见 https://example.org/2024 [12]。", "See the address below."),
    ("我也是。", "One in a million, thanks a million, for a hundred reasons."),
    ("可以吗？", "May I? They march on."),
    ("十四五规划", "the plan"),
]

UNLIKE = [
    ("占地 97 亩。", "The 97-acre campus.", ["unit"]),
    ("一袋五斤。", "Five pounds a bag.", ["unit"]),
    ("走了 30 公里。", "We walked 30 miles.", ["unit"]),
    ("要 100 元。", "It costs 100 dollars.", ["unit"]),
    ("她一岁，一斤八毛钱。", "She was one. It was eighty fen a pound.", ["unit"]),
    ("等了三天。", "We waited three weeks.", ["unit"]),
    ("一共200万人。", "Some 3 million people.", ["number"]),
    ("住了三年。", "We stayed for four years.", ["number"]),
    ("那是1978年。", "That was in 1987.", ["number"]),
    ("10月出发。", "We left in November.", ["number"]),
    ("涨了百分之五。", "It rose by 15%.", ["number"]),
    ("三分之一的人", "a quarter of them", ["number"]),
    ("周三来。", "Come on Thursday.", ["number"]),
    ("下午四点半开门。", "It opens at 3:30 p.m.", ["number"]),
    ("一共 365 盏灯。", "A great many lamps.", ["number"]),
    ("很多盏灯。", "Twenty-four lamps.", ["number"]),
    ("2019年到2024年", "for years", ["number", "number"]),
    ("30到40年以后", "in 30 to 50 years", ["number"]),
    ("赔 100 万美元。", "It pays $10 million.", ["number"]),
    ("九百四十亩地（据说）。", "Land (some 300 acres, they say).", ["number", "number"]),
]


@pytest.mark.parametrize(("zh", "en"), [*ALIKE, *IDIOMS])
def test_nothing_is_found(zh: str, en: str) -> None:
    assert [finding.message for finding in numbers(pair(zh, en))] == []


@pytest.mark.parametrize(("zh", "en", "kinds"), UNLIKE)
def test_what_differs_is_found(zh: str, en: str, kinds: list[str]) -> None:
    assert kinds_of(numbers(pair(zh, en))) == kinds
    assert all(finding.doubtful == (finding.kind == "number") for finding in numbers(pair(zh, en)))
    # The order of the languages tells nothing.
    assert kinds_of(numbers(script_of({"en": en, "zh": zh}))) == kinds


def test_a_unit_is_converted_in_the_proposed_change() -> None:
    script = pair("好。\n占地 97 亩的新院子。", "Good.\nThe new 97-acre yard is done.")
    [finding] = numbers(script)
    assert (finding.turn, finding.language) == (1, "en")
    assert finding.change is not None
    assert (finding.change.before, finding.change.after) == ("97-acre", "16-acre")
    assert "97 亩 comes to about 16" in finding.message
    assert list(numbers(changed(script, finding))) == []


def test_a_number_is_told_where_it_stands() -> None:
    script = pair("第一段。\n这里有 365 盏灯，又是 365 盏。", "One.\nTwo.")
    [finding] = numbers(script)
    assert "'365'" in finding.message
    assert "English" in finding.message


@pytest.mark.parametrize(
    ("es", "en", "kinds"),
    [
        ("En 1978 éramos 1.250.", "In 1978 we were 1,250.", []),
        ("Veinte años después.", "20 years later.", []),
        ("Un 2,75 % más.", "2.75% more.", []),
        ("En 1987.", "In 1978.", ["number"]),
        ("Tiene 150 años.", "It is 160 years old.", ["number"]),
    ],
)
def test_other_languages_are_compared_by_their_digits(es: str, en: str, kinds: list[str]) -> None:
    assert kinds_of(numbers(script_of({"es": es, "en": en}))) == kinds


def test_a_missing_passage_has_no_numbers_to_compare() -> None:
    assert list(numbers(script_of({"zh": "365 盏灯。"}, {"en": "Lamps."}))) == []


def test_paragraphs_are_compared_with_their_own_translation() -> None:
    texts = ["第一天来了 41 个人。", "后来没有人。", "再后来下雨。", "最后来了 52 个人。"]
    english = ["On the first day 52 came.", "Then nobody.", "Then it rained.", "At last 41 came."]
    found = [f.line for f in numbers(pair("\n".join(texts), "\n".join(english)))]
    assert len(found) == 2
    straight = pair("\n".join(texts), "\n".join([english[3], *english[1:3], english[0]]))
    assert list(numbers(straight)) == []
