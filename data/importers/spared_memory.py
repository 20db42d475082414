"""Work that takes all the memory it is given without being the faster for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from data.warehouse import MEMORY, Warehouse

_ENOUGH = "600MB"
"""JSON of half a gigabyte comes in with it as fast as with twice as much."""


@contextmanager
def sparing_memory(warehouse: Warehouse) -> Iterator[None]:
    """Hold less in the block, and the rest on disk; a store that may not write there keeps what it has."""
    if not warehouse.count("may_spill"):
        yield
        return
    warehouse.run_text(f"SET memory_limit = '{_ENOUGH}'")
    try:
        yield
    finally:
        warehouse.run_text(f"SET memory_limit = '{MEMORY}'")
