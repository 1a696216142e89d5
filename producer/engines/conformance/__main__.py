"""`python -m producer.engines.conformance NAME`: run the checks and tell how each went.

Ends with 0 if the engine passes them all, with 1 if not, and as `producer` does if it cannot be
made at all.
"""

from __future__ import annotations

import argparse
import sys
import unittest
from pathlib import Path

from producer.engines.conformance import CHECKS, Subject
from producer.errors import ProducerError
from producer.plan.engine_choice import make_engine
from producer.show import show


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m producer.engines.conformance",
        description="Check that an engine keeps to what producer/engines/base.py says.",
    )
    parser.add_argument("name", help="the engine, as on the command line of producer")
    parser.add_argument("--show", type=Path, help="the show.toml with its settings")
    parser.add_argument(
        "--varies",
        type=float,
        default=0,
        metavar="PERCENT",
        help="by how much the same text may differ in length from time to time",
    )
    options = parser.parse_args(arguments)
    try:
        show_ = show.load(options.show)
        make_engine(options.name, show_)
    except ProducerError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    subject = Subject(lambda: make_engine(options.name, show_), varies=options.varies / 100)
    failed = 0
    for check in CHECKS:
        label = check.__name__.replace("_", " ")
        try:
            check(subject)
        except unittest.SkipTest as reason:
            print(f"skipped  {label}: {reason}")
        except Exception as error:  # whatever an engine of somebody else's raises
            failed += 1
            print(f"FAILED   {label}: {type(error).__name__}: {error}")
        else:
            print(f"ok       {label}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
