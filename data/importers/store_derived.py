"""Puts legs and states that follow from records into the log, all at once or part by part."""

from data.warehouse import Warehouse


def store_derived(warehouse: Warehouse) -> None:
    """Replace the legs of the staged groups, and the states of the staged agents, by those that are staged.

    Afterwards nothing is staged. A book that makes very many legs calls it for each part of them, so that they fit into
    memory, with all groups before the first: what a part brought is no longer among what is replaced.
    """
    if warehouse.count("has_forgotten"):
        warehouse.run("load_obey_forgotten")
    warehouse.run("load_name_agents")
    warehouse.run("load_note_spans")
    warehouse.run("load_note_stale_staged")
    warehouse.run("load_note_stale_groups")
    warehouse.run("load_replace_groups")
    warehouse.run("load_empty_legs")
