"""Small tables of cues."""

from dialogs.cues import CueTable, compile_table


def table(**sections: object) -> CueTable:
    """A small table; `cues` are those of one urgent category unless they say more."""
    cues = sections.pop("cues", [])
    every = {"x": {"urgent": cues}} if isinstance(cues, list) else cues
    return compile_table("en", {"draft": False, "cues": every, **sections})
