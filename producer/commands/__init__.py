"""One command per file. Only these files and cli.py print, prompt and exit."""
