"""Clips to a finished episode: editions assembled, files published, feeds of a show written."""
