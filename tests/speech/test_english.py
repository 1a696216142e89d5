"""English: each rule with its example, and what looks like it and stays."""

from __future__ import annotations

import pytest

from producer.speech import spoken

WRITTEN_OUT = [
    ("It is 5 km away, or 1 km.", "It is 5 kilometers away, or 1 kilometer."),
    ("a 5-km run at 60 km/h", "a 5-kilometer run at 60 kilometers per hour"),
    ("10 kg/m² and 5 m³", "10 kilograms per square meter and 5 cubic meters"),
    ("1,200 km² of 86°F", "1,200 square kilometers of 86 degrees Fahrenheit"),
    ("−5 °C or -5°C", "minus 5 degrees Celsius or minus 5 degrees Celsius"),
    ("From 2019–2024, 2019-2024 and 1939–45.", "From 2019 to 2024, 2019 to 2024 and 1939 to 45."),
    ("3-5 days, 10~20, pp. 3–5", "3 to 5 days, 10 to 20, pp. 3 to 5"),
    ("3–5 mg and 20-25%", "3 to 5 milligrams and 20 to 25%"),
    ("9:00–17:00", "9:00 to 17:00"),
    ("1/3 of us, 2/3 of them, 1/2 cup", "one third of us, two thirds of them, one half cup"),
    ("½ or 2½ or 3 ¾", "one half or 2 and a half or 3 and three quarters"),
    ("They raised $3.5 million in May.", "They raised 3.5 million dollars in May."),
    ("A $3.5 million grant", "A 3.5 million dollar grant"),
    ("a $2-billion plan, $5k", "a 2 billion dollar plan, 5 thousand dollars"),
    ("US$2bn", "2 billion US dollars"),
    ("$3–5 million", "3 to 5 million dollars"),
    ("20 €", "20 euros"),
    ("Call 555-123-4567.", "Call 5 5 5, 1 2 3, 4 5 6 7."),
    ("(555) 123-4567", "5 5 5, 1 2 3, 4 5 6 7"),
    ("+86 10 1234 5678", "plus 8 6, 1 0, 1 2 3 4, 5 6 7 8"),
    ("Part II and World War II, phase III", "Part 2 and World War 2, phase 3"),
    ("a phase I trial, a Type I error", "a phase 1 trial, a Type 1 error"),
    ("Louis XIV and Elizabeth II's", "Louis the 14th and Elizabeth the 2nd's"),
    ("part Ⅳ", "part 4"),
    ("CAR-T, CAR-NK, PD-1, COVID-19", "CAR T, CAR NK, PD 1, COVID 19"),
    ("age ≥ 65, ≤ 3, p < 0.05, > 30", "age at least 65, at most 3, p less than 0.05, more than 30"),
    ("x≥y", "x greater than or equal to y"),
    ("3 × 4, 2*3, 3×4 m, 10× more", "3 times 4, 2 times 3, 3 by 4 m, 10 times more"),
    ("5 ± 2, ~5, ≈ 10", "5 plus or minus 2, about 5, about 10"),
    ("10⁶ and 10⁻³", "10 to the power of 6 and 10 to the power of minus 3"),
    ("Smith & Sons", "Smith and Sons"),
    ("On 2024-03-05.", "On March 5, 2024."),
    ("#1", "number 1"),
    ("No. 5, Nos. 3 and 4", "number 5, numbers 3 and 4"),
    ("Prof. Lu, e.g. this, vs. that", "Professor Lu, for example this, versus that"),
    ("① first; ② second", "1, first; 2, second"),
    ("a | b | c", "a, b, c"),
    ("a 20 mg dose, the 3 km walk", "a 20 milligram dose, the 3 kilometer walk"),
    ("an 8 ft wall, two 25 kg sacks", "an 8 foot wall, two 25 kilogram sacks"),
    (
        "a daily 5–10 mg dose of 40 mg tablets",
        "a daily 5 to 10 milligram dose of 40 milligram tablets",
    ),
    ("a town 9 km away, a wall 3 ft high", "a town 9 kilometers away, a wall 3 feet high"),
    (
        "The 4 km we ran, and 4 km is enough.",
        "The 4 kilometers we ran, and 4 kilometers is enough.",
    ),
    ("$20K grants, $20K is a lot", "20 thousand dollar grants, 20 thousand dollars is a lot"),
    ("3 mg/kg/day", "3 milligrams per kilogram per day"),
    (
        "phase II/III trials, Phases I–III, stage IIIA–IIIB",
        "phase 2 3 trials, Phases 1 to 3, stage 3A to 3B",
    ),
    (
        "Parts I and II, phase IIb, World War I, Part V.",
        "Parts 1 and 2, phase 2b, World War 1, Part 5.",
    ),
    (
        "between 1950–1960, between ages 20-30 years",
        "between 1950 and 1960, between ages 20 and 30 years",
    ),
    ("between $2-3 million", "between 2 and 3 million dollars"),
    (
        "20 mg–40 mg, 36.5 °C – 37.2 °C, 500 mL-1 L",
        "20 to 40 milligrams, 36.5 to 37.2 degrees Celsius, 500 milliliters to 1 liter",
    ),
    (
        "4×10⁶/mL, 10^12/L, 2^8",
        "4 times 10 to the power of 6 per milliliter, 10 to the power of 12 per liter, "
        "2 to the power of 8",
    ),
    (
        "–7 °C, ±3, about ~8, x ±2",
        "minus 7 degrees Celsius, plus or minus 3, about 8, x plus or minus 2",
    ),
    (
        "A blood pressure of 135/85, or 118/76 mmHg",
        "A blood pressure of 135 over 85, or 118 over 76 millimeters of mercury",
    ),
    ("pages 300–350, Figures 120–125", "pages 300 to 350, Figures 120 to 125"),
    (
        "PD‑L1, CTLA‑4, MERS‑CoV, IL-17A, HLA-B27, TGF-β",
        "PD L1, CTLA 4, MERS CoV, IL 17A, HLA B27, TGF β",
    ),
    ("well‑known, Leo X was", "well-known, Leo the 10th was"),
    ("$2 billion dollars", "2 billion dollars"),
]

LEFT_ALONE = """\
The new 97-acre campus opened in 2026, the 21st century's 5th.
In the 1990s, 5% of 1,234,567 people paid $5 or $3.50, at 14:30.
We won 3-2 and lost 2–1; see 3:1–5, 2024-03 and 24/7.
Charles I think, the part I like, Vitamin C, Malcolm X, and I.
The 5g network, 5 m, 5 in, 5'10".
T-cell therapy, state-of-the-art, CAR-based, R&D and AT&T.
It was 1/3/2024, or 1/3 perhaps.
a -> b, a <- b, <5>.
Dr. Lu, Mr. Lu, No. It is so. The end of No.
snake_case, 2 * x, C#, a_b, T-shirt.
Ring 555–9876, or the Airbus 319–320.
At that stage I, of all people, left; in our class I and two others sat.
James X. Ruiz, Francis V. Alba, Leo X. Moore, a Level X case, Type V. harveyi, class IC, type ID.
No. 30 pupils were there. "No. 4 doctors came."
the US-China talks
He said: “It's fine” — and left…
""".splitlines()


@pytest.mark.parametrize(("written", "said"), WRITTEN_OUT)
def test_what_is_written_for_the_eye_is_written_out(written: str, said: str) -> None:
    assert spoken(written, "en").text == said
    assert spoken(said, "en").text == said


@pytest.mark.parametrize("written", LEFT_ALONE)
def test_what_a_voice_reads_well_or_may_be_meant_otherwise_stays(written: str) -> None:
    assert spoken(written, "en").text == written
