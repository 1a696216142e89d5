"""Help in the person's language: texts of commands and options, and what typer adds of its own."""

from __future__ import annotations

from typing import Any

import typer

from producer.localization import language, localized

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "ERRORS_PANEL_TITLE": "Error",
    "REQUIRED_LONG_STRING": "[required]",
}
_ADVICE = "Try {command} {option} for help."
_PLACES = ("[OPTIONS]", "COMMAND [ARGS]...")
_MISTAKES = (
    *("No such command '{name}'.", "No such option: {name}", "Missing argument '{name}'."),
    *("Missing option '{name}'.", "Got unexpected extra argument ({names})"),
    *("Got unexpected extra arguments ({names})", "Option '{name}' requires an argument."),
    *("Invalid value for '{name}': {problem}", "No such option: {name} Did you mean {other}?"),
    *("'{value}' is not a valid integer.", "'{value}' is not one of {choices}."),
    "No such option: {name} (Possible options: {others})",
    "No such command '{name}'. Did you mean {other}?",
)
TEXTS = (*_PANELS.values(), *_PLACES, "Usage:", "Show this message and exit.", _ADVICE, *_MISTAKES)
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
        text = str(usage(context))
        for own in ("Usage:", *_PLACES):
            text = text.replace(own, localized(own), 1)
        return text

    def localized_option(context: Any) -> Any:
        option = help_option(context)
        if option is not None and option.help:
            option.help = localized(option.help)
        return option

    command.get_usage, command.get_help_option = localized_usage, localized_option


UsageMistake: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises where a command line cannot be understood."""


def localized_mistake(mistake: Any) -> Any:
    """The same in the person's language."""
    if language() == "en":
        return mistake
    localized_one = UsageMistake(localized(mistake.format_message()), mistake.ctx)
    return localized_one.with_traceback(mistake.__traceback__)


def localize_typer() -> None:
    """The headings of typer's help, and its advice."""
    if language() == "en":
        return
    from typer import rich_utils

    rich_utils.RICH_HELP = (
        localized(_ADVICE)
        .replace("{command}", "[blue]'{command_path}")
        .replace("{option}", "{help_option}'[/]")
    )

    for name, text in _PANELS.items():
        setattr(rich_utils, name, localized(text))
