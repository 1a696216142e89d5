"""Where an episode is to lie, looked at before anything is spoken."""

from __future__ import annotations

from producer.engines.length import typical_ms
from producer.plan.plan import Plan
from producer.store import require_room, require_writable

_QUICKEST = 3
"""No voice, sped up or not, takes less than a third of what most voices take."""


def require_place(plan: Plan) -> None:
    """Raise `CannotWrite` for a folder of the plan where nothing can be written, and where there
    is no room even if everything is spoken as quickly as can be. Writes nothing.

    Where nothing is left to speak, a full disk shows soon enough.
    """
    require_writable(plan.store.folder, plan.folder)
    if plan.missing_clips:
        require_room(plan.folder, least_bytes(plan))


def least_bytes(plan: Plan) -> int:
    """How much more the new files of all editions take than those in their place, or as much as
    the largest, which is there beside the one that it replaces."""
    new = {edition: _least_bytes(plan, edition) for edition in plan.order}
    names = (f"{plan.slug}.{edition}.mp3" for edition in new)
    old = sum(file.stat().st_size for name in names if (file := plan.folder / name).is_file())
    return max(sum(new.values()) - old, *new.values())


def _least_bytes(plan: Plan, edition: str) -> int:
    texts = (plan.utterance(hearing).text for hearing in plan.hearings[edition])
    ms = sum(map(typical_ms, texts)) // _QUICKEST
    return ms * plan.show.settings.sound.bitrate_kbps // 8
