"""Help in the person's language: texts of commands and options, and what typer adds of its own."""

from __future__ import annotations

from typing import Any

from producer.localization import language, localized

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "ERRORS_PANEL_TITLE": "Error",
    "REQUIRED_LONG_STRING": "[required]",
}
TEXTS = (*_PANELS.values(), "Usage:", "Show this message and exit.")
"""What typer says itself; the catalogues have it too."""


def localize(command: Any) -> None:
    """Give a command, its options and what is below it their help in the person's language."""
    if language() == "en" or getattr(command, "is_localized", False):
        return
    command.is_localized = True
    command.help = "\n\n".join(map(localized, (command.help or "").split("\n\n")))
    if epilog := getattr(command, "epilog", None):
        command.epilog = localized(epilog)
    for parameter in command.params:
        if text := getattr(parameter, "help", None):
            parameter.help = localized(text)
    _localize_own(command)
    for inner in getattr(command, "commands", {}).values():
        localize(inner)


def _localize_own(command: Any) -> None:
    """What a command says by itself: how it is used, and what --help does."""
    usage, help_option = command.get_usage, command.get_help_option

    def localized_usage(context: Any) -> str:
        return str(usage(context)).replace("Usage:", localized("Usage:"), 1)

    def localized_option(context: Any) -> Any:
        option = help_option(context)
        if option is not None and option.help:
            option.help = localized(option.help)
        return option

    command.get_usage, command.get_help_option = localized_usage, localized_option


def localize_typer() -> None:
    """The headings of typer's help."""
    if language() == "en":
        return
    from typer import rich_utils

    for name, text in _PANELS.items():
        setattr(rich_utils, name, localized(text))
