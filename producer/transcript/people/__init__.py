"""Who the labels stand for: names, their spellings, the speakers."""
