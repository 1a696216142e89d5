"""An episode's slug: its folder's and files' name, the same from one making to the next."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from anyascii import anyascii

from producer.errors import EpisodeRenamed, InputError, UsageError
from producer.model import Script
from producer.progress import Progress
from producer.publish import manifest
from producer.publish.manifest import Manifest
from producer.show.show import Show

_LONGEST = 80


def source_of(origin: Path, folder: Path) -> str:
    """Where the transcript lies, from the show's folder if it is inside or beside it; else its name
    alone: what is published is not to tell where else on this machine something lies."""
    resolved, base = origin.resolve(), folder.resolve()
    if resolved.is_relative_to(base):
        source = resolved.relative_to(base).as_posix()
    elif len(base.parts) > 2 and resolved.is_relative_to(base.parent):
        source = f"../{resolved.relative_to(base.parent).as_posix()}"
    else:
        source = origin.name
    # A name that is no Unicode is not found by it later, like that of a file from elsewhere.
    return source.encode(errors="replace").decode()


def choose_slug(
    script: Script,
    origin: Path,
    show: Show,
    output: Path,
    taken: Collection[Path],
    progress: Progress,
    *,
    replaces: bool = False,
    same_as: str | None = None,
) -> tuple[str, Manifest | None]:
    """The episode's slug and last manifest.

    A transcript in the show's folder keeps its slug when its title changes, and one beside it if it
    says the same. One whose file is elsewhere, or has been moved, is known by its title and by what
    it says. Any other transcript
    with the same title gets a slug of its own, and so does one whose folder is `taken`; with
    `replaces` it takes the place of the episode that has its title.

    What says the same as an episode whose transcript is gone, under another title, may be that one:
    `same_as` names it, or is "" for none; where it is None, `EpisodeRenamed` is raised. Raises
    `UsageError` where there is no episode `same_as`.
    """
    if same_as:
        earlier = manifest.load(output / same_as) if slugify(same_as) == same_as else None
        if earlier is None:
            raise UsageError(
                f"there is no episode {same_as} in {output}",
                advice="`producer status` lists the episodes",
            )
        return same_as, earlier

    def is_own(folder: Path) -> bool:
        source = show.folder / manifest.source(folder)
        if not (source.is_file() and origin.is_file() and source.samefile(origin)):
            return False
        if _source_in_show(show, folder) is not None:
            return True
        earlier = manifest.load(folder)
        return earlier is not None and _has_cues(earlier) and _says_the_same(script, earlier)

    def is_free(folder: Path) -> bool:
        if folder in taken:
            return False
        if not (folder / manifest.FILE).exists() or is_own(folder) or replaces:
            return True
        elsewhere = _source_in_show(show, folder) is None
        earlier = manifest.load(folder)
        return elsewhere and (earlier is None or _says_the_same(script, earlier))

    wanted_slug = slugify(script.title.get("en") or script.title_in(script.languages[0]))
    if not is_own(output / wanted_slug):
        for folder in manifest.folders(output):
            try:
                if is_own(folder):
                    return folder.name, manifest.load(folder)
            except InputError as error:
                progress.note(f"{error}. Other episodes are made nevertheless.")
    if same_as is None and not replaces and not (output / wanted_slug).exists():
        _refuse_renamed(script, origin, show, output, taken)
    slug, number = wanted_slug, 1
    while not is_free(output / slug):
        number += 1
        slug = f"{wanted_slug}-{number}"
    if number > 1 and output / wanted_slug not in taken:
        source = manifest.source(output / wanted_slug) or "another transcript"
        progress.note(
            f"{output / wanted_slug} is another episode with the same title, made from {source}: "
            f"this one goes to {output / slug}. To have it take the place of that one: --replace"
        )
    return slug, manifest.load(output / slug)


def _source_in_show(show: Show, folder: Path) -> Path | None:
    """The transcript of the episode in `folder`, if it is still there and in the show's folder:
    what lies elsewhere may next week be another conversation under the same name."""
    source = manifest.source(folder)
    path = show.folder / source
    return path if path.is_file() and not source.startswith("../") else None


def _refuse_renamed(
    script: Script, origin: Path, show: Show, output: Path, taken: Collection[Path]
) -> None:
    for folder in manifest.folders(output):
        try:
            if folder in taken or _source_in_show(show, folder) is not None:
                continue
            earlier = manifest.load(folder)
        except InputError:
            continue  # It has been told.
        if earlier is None or not _has_cues(earlier):
            continue
        if earlier.source and _says_the_same(script, earlier):
            title = " / ".join(dict.fromkeys(earlier.title.values()))
            raise EpisodeRenamed(origin, folder.name, title)


def _has_cues(earlier: Manifest) -> bool:
    return any(edition.cues for edition in earlier.editions.values())


def _says_the_same(script: Script, earlier: Manifest) -> bool:
    """Whether at least half of the sentences of the episode with that manifest are in the script:
    it was edited, but is no other."""
    texts = {
        language: "\n".join(
            text for turn in script.turns for text in turn.passages.get(language, ())
        )
        for language in script.languages
    }
    sentences = {
        (cue["language"], cue["text"])
        for edition in earlier.editions.values()
        for cue in edition.cues
        if cue.get("turn")
    }
    present = sum(text in texts.get(language, "") for language, text in sentences)
    return 2 * present >= len(sentences)


def slugify(title: str) -> str:
    """`title` as a name for files and addresses: a–z, 0–9 and -; never empty."""
    spaced = "".join(f" {anyascii(c)} " if ord(c) > 0x2E7F else anyascii(c) for c in title)
    words = re.findall(r"[a-z0-9]+", spaced.lower().replace("'", ""))
    return "-".join(words)[:_LONGEST].strip("-") or "episode"
