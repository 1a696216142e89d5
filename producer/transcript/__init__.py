"""A file becomes a `Script`: the conversation understood, with what its producer should know.

    bytes ─ reader ─▶ document ─ conversation ─▶ Script ─ findings ─▶ Script
      └─────────────── script_file ──────────────┘

A reader turns one format into lines, handing on what the format says of speakers, languages and
turns. What follows is the same for all formats. `readers` says how to add one.
"""
