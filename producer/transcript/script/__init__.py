"""The script file: a script as a person reads and edits it."""
