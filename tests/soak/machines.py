"""Processes and machines that go wrong or meet: stopped workers, edits while a run goes on, kills
while the review page writes, two machines that publish at once."""

from __future__ import annotations

import http.client
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from producer.transcript import reading
from tests.helpers.processes import made, run, start, talk, wait_for_line
from tests.helpers.shows import toml
from tests.publish.upload.published import add_another
from tests.publish.upload.service import KEY_ID, SECRET, Service
from tests.review.serving import TALK, Client, Episode
from tests.soak.rows import Row

_QUIETLY = ("--engine", "tone", "--port", "0", "--no-browser")
_MAKE = ("make", "talk.txt", "--edition", "zh-en", "--engine", "tone")


def _show(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text('title = "Tea"\n', encoding="utf-8")
    (folder / "talk.txt").write_text(text, encoding="utf-8")
    return folder


def stopped_workers(folder: Path, times: int = 2, turns: int = 60) -> Iterator[Row]:
    """Stop, and kill, a worker in the middle of its work."""
    expected = _show(folder / "undisturbed", talk(turns))
    run(expected, *_MAKE)
    for number, name in ((signal.SIGSTOP, "stopped"), (signal.SIGKILL, "killed")):
        same, longest_s = 0, 0.0
        for time_ in range(times):
            show = _show(folder / f"{name}-{time_}", talk(turns))
            process = start(show, *_MAKE, "--jobs", "3")
            wait_for_line(process, "rendering:")
            children = psutil.Process(process.pid).children()
            began = time.monotonic()
            if children:
                os.kill(random.Random(time_).choice(children).pid, number)
            process.communicate(timeout=400)
            longest_s = max(longest_s, time.monotonic() - began)
            same += bool(children) and process.returncode == 0 and made(show) == made(expected)
            for child in children:
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        yield Row(
            f"a worker {name} in the middle of its work, {times} runs",
            f"{same} times the bytes of an undisturbed run, after {longest_s:.0f} s at most",
            same == times,
        )


def edited_runs(folder: Path, times: int = 4, turns: int = 40) -> Iterator[Row]:
    """Change the transcript and the cast while a run speaks and renders."""
    good = 0
    for number in range(times):
        chance = random.Random(number)
        show = _show(folder / f"edited-{number}", talk(turns))
        process = start(show, *_MAKE, module="tests.helpers.counted", ASKED=str(show / "asked"))
        moment = ("speaking:", "rendering:")[number % 2]
        wait_for_line(process, moment)
        text = talk(turns).replace("This is part 7", f"This is the changed part {number}")
        (show / "talk.txt").write_text(text, encoding="utf-8")
        time.sleep(chance.uniform(0, 0.5))
        cast = show / "voices/cast.toml"
        cast.write_text(cast.read_text("utf-8") + "\n# A person wrote this.\n", encoding="utf-8")
        process.communicate(timeout=400)
        run(show, *_MAKE)
        fresh = _show(folder / f"fresh-{number}", text)
        shutil.copytree(show / "voices", fresh / "voices")
        run(fresh, *_MAKE)
        (show / "asked").unlink(missing_ok=True)
        good += (
            process.returncode == 0
            and "# A person wrote this." in cast.read_text("utf-8")
            and _sound(show) == _sound(fresh)
        )
    yield Row(
        f"transcript and cast changed while a run goes on, {times} runs",
        f"{good} end well, keep the change, and the next run gives what a fresh one gives",
        good == times,
    )


def _sound(show: Path) -> dict[str, bytes]:
    files = made(show)
    return {name: files[name] for name in files if name.endswith((".mp3", ".vtt"))}


def killed_edits(folder: Path, times: int = 20) -> Iterator[Row]:
    """Kill the review page's server while it writes a sentence."""
    show = _show(folder / "review", TALK)
    whole, edits, chance = 0, 0, random.Random(5)
    edit_s = 0.0
    """What one takes that nobody disturbs."""
    for number in range(times + 1):
        process = start(show, "review", "talk.txt", *_QUIETLY)
        assert process.stderr is not None
        line = process.stderr.readline()
        address = urlsplit(line.split(" at ")[1].split()[0])
        page = Episode(Client(f"http://{address.netloc}"), address.path)
        seen = page.seen()

        def edit(page: Episode = page, seen: dict[str, str] = seen, number: int = number) -> None:
            nonlocal edits
            with suppress(OSError, http.client.HTTPException, AssertionError):
                text = f"Hello and welcome, for time {number}."
                edits += page.do("text", seen, turn=1, language="en", text=text).status == 200

        if number == 0:
            began = time.monotonic()
            edit()
            edit_s = time.monotonic() - began
            edits = 0
            process.kill()
            process.communicate()
            continue
        thread = threading.Thread(target=edit)
        thread.start()
        time.sleep(chance.uniform(0, 1.5 * edit_s))
        process.kill()
        process.communicate()
        thread.join(20)
        files = [show / "talk.txt", *show.glob("*.script.md"), *show.glob("**/talk*.md")]
        scripts = [reading.read(file) for file in files]
        whole += all(len(script.turns) == 3 for script in scripts)
    parts = [*show.glob("**/*.part")]
    yield Row(
        f"the review page killed while it writes an edit, {times} times",
        f"{edits} edits had been answered; {whole} times every file whole, {len(parts)} remains",
        whole == times,
    )


def two_publish(folder: Path, times: int = 5) -> Iterator[Row]:
    """Publish one show from two machines at the same time."""
    good = 0
    show = folder / "one"
    _published_show(show)
    with Service() as service:
        names = {
            "AWS_ENDPOINT_URL": service.url,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }
        for number in range(times):
            bucket = f"bucket-soak-{number}"
            service.client().create_bucket(Bucket=bucket)
            other = folder / f"two-{number}"
            shutil.copytree(show, other)
            both = [_publish(machine, bucket, names) for machine in (show, other)]
            ended = [process.communicate(timeout=200) and process.returncode for process in both]
            listed = service.client().list_objects_v2(Bucket=bucket).get("Contents", [])
            there = {each["Key"]: each["Size"] for each in listed}
            wanted = {
                str(file.relative_to(show / "output")): file.stat().st_size
                for file in (show / "output").rglob("*")
                if file.is_file() and "draft" not in str(file)
            }
            good += set(ended) == {0} and all(there.get(k) == size for k, size in wanted.items())
    yield Row(
        f"two machines publish one show at the same time, {times} times",
        f"{good} times both end well and every file is there, whole",
        good == times,
    )


def _published_show(show: Path) -> None:
    (show / "output").mkdir(parents=True)
    (show / "show.toml").write_text(toml(), encoding="utf-8")
    add_another(show)


def _publish(show: Path, bucket: str, names: dict[str, str]) -> subprocess.Popen[str]:
    return start(show, "publish", f"s3://{bucket}", **names)
