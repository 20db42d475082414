"""What an import did with each row it read."""

from dataclasses import dataclass

import pandas as pd

from data.message import Message, recognise
from data.wording.reasons import REASONS


def told_remark(remark: str) -> Message:
    """What stands beside a row of a preview: why it is refused, or its flags."""
    reason = remark.removeprefix("refused: ")
    if reason != remark:
        return Message.of("refused: {reason}", reason=recognise(reason, REASONS))
    return Message.joined([Message(flag) for flag in remark.split(", ")], between=", ")


@dataclass(frozen=True)
class FileReport:
    """One file's rows.

    Parameters
    ----------
    file, mapping
        Name of the file, and of the mapping it was read by.
    read
        Rows after the header.
    new, changed, same, rejected
        Legs that were not known; that replace a known version; that were known (or are an older version); rows that
        cannot become a leg.
    first_at, last_at
        First and last entry into a queue or menu, UTC; NaT where there is no leg.
    reasons
        Why rows were rejected and how many, the commonest first.

    Raises
    ------
    ValueError
        If a row is counted twice or not at all.
    """

    file: str
    mapping: str
    read: int
    new: int
    changed: int
    same: int
    rejected: int
    first_at: pd.Timestamp
    last_at: pd.Timestamp
    reasons: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if self.read != self.new + self.changed + self.same + self.rejected:
            raise ValueError(
                f"{self.file}: {self.read} rows read, but {self.new} new + {self.changed} changed + "
                f"{self.same} same + {self.rejected} rejected"
            )
        if sum(rows for _, rows in self.reasons) != self.rejected:
            raise ValueError(f"{self.file}: the reasons do not add up to {self.rejected} rejected rows")

    @property
    def sentence(self) -> Message:
        """For people: `calls.csv: 3 rows read = 2 new + 0 changed + 0 same + 1 rejected`."""
        return Message.of(
            "{file}: {read} rows read = {new} new + {changed} changed + {same} same + {rejected} rejected{alone}",
            file=self.file,
            read=self.read,
            new=self.new,
            changed=self.changed,
            same=self.same,
            rejected=self.rejected,
            alone=Message("; it holds a header and no rows") if self.read == 0 else "",
        )


@dataclass(frozen=True)
class ImportReport:
    """An import command's files, and all of them together.

    Parameters
    ----------
    files
        In the order in which they were named.
    removed
        Legs that these files gave under the mapping before it was changed, and give no longer.
    """

    files: tuple[FileReport, ...]
    removed: int = 0

    @property
    def read(self) -> int:
        """Rows of all files."""
        return sum(file.read for file in self.files)

    @property
    def new(self) -> int:
        """Legs that were not known."""
        return sum(file.new for file in self.files)

    @property
    def changed(self) -> int:
        """Legs that replace a known version."""
        return sum(file.changed for file in self.files)

    @property
    def same(self) -> int:
        """Rows that told nothing new."""
        return sum(file.same for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that cannot become a leg."""
        return sum(file.rejected for file in self.files)

    @property
    def summary(self) -> dict[str, int]:
        """Totals for `--json`: read = new + changed + same + rejected."""
        totals = {name: getattr(self, name) for name in ("read", "new", "changed", "same", "rejected")}
        return totals | ({"removed": self.removed} if self.removed else {})

    @property
    def sentence(self) -> Message:
        """For people: a line a file, and its commonest reasons of refusal."""
        lines = []
        for file in self.files:
            lines.append(file.sentence)
            lines += [
                Message.of("  {rows} rejected: {reason}", rows=rows, reason=recognise(reason, REASONS))
                for reason, rows in file.reasons[:3]
            ]
        return Message.joined(lines)
