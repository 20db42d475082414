"""How the store writes tables to files."""

from pathlib import Path

from data.errors import TsunagariError


def copy_options(path: Path) -> str:
    """How COPY writes a file, by its ending.

    Raises
    ------
    TsunagariError
        If it is neither CSV nor Parquet.
    """
    options = {
        ".csv": "(FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%f+00:00')",
        ".parquet": "(FORMAT parquet)",
    }
    if path.suffix not in options:
        raise TsunagariError("{path} ends in neither .csv nor .parquet; the ending says which to write", path=path)
    return options[path.suffix]
