"""A show: its folder and the settings in show.toml, in plain words where they cannot be used."""
