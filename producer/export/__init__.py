"""A finished episode in forms for other programs: stems, an audiobook, a captioned video.

All are made from the edition's MP3 and what lies beside it, so no engine and no store is needed.
"""
