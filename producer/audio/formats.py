"""Which files of sound are opened: by content, not by name."""

from __future__ import annotations

from pathlib import Path

OPTIONS = {
    "format_whitelist": "aac,ac3,aiff,amr,ape,asf,au,caf,eac3,flac,matroska,mov,mp3,mpc,mpc8,mpeg,"
    "mpegts,ogg,tak,tta,w64,wav,wv"
}
"""For FFmpeg: formats that hold sound. Playlists and scripts are none of them, for they name other
files and addresses, which FFmpeg would read."""


def address(path: Path) -> str:
    """`path` as FFmpeg takes it for nothing but a file, whatever its name looks like."""
    return f"file:{path}"
