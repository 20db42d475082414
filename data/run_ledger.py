"""Which steps of the nightly chain are done for the inputs of today, so that a chain that broke off goes on there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from data.desk import Desk

INPUT_FILES = ("desk.toml", "staff.csv", "leave.csv", "events.csv", "holidays.csv")


@dataclass(frozen=True)
class RunLedger:
    """The ledger of one chain: for these inputs, these steps are done. A file, replaced whole at each step.

    Parameters
    ----------
    path
        Where it is kept.
    inputs
        Digest of all that the steps rest on; other inputs make every step due again.
    """

    path: Path
    inputs: str

    @classmethod
    def open(cls, desk: Desk, *, known_files: Iterable[str], seed: int, overrides: Iterable[int] = ()) -> "RunLedger":
        """The ledger of a desk as it stands: its files, the logs in its store, overrides that stand, and the seed."""
        told = sha256(f"seed {seed} logs {' '.join(sorted(known_files))}".encode())
        told.update("".join(f" override {number}" for number in overrides).encode())
        for name in INPUT_FILES:
            path = desk.folder / name
            told.update(f"\n{name} ".encode() + (path.read_bytes() if path.is_file() else b"absent"))
        return cls(path=desk.state_folder / "run.json", inputs=told.hexdigest())

    def is_done(self, step: str) -> bool:
        """Whether the step was finished for these inputs."""
        return step in self._read()

    def mark(self, step: str) -> None:
        """Note that the step is finished; whoever reads sees the ledger before or after."""
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps({"inputs": self.inputs, "done": [*self._read(), step]}), encoding="utf-8")
        part.replace(self.path)

    def _read(self) -> list[str]:
        """Steps done for these inputs; a ledger that cannot be read counts as none, for a step may be done twice."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return []
        return [str(step) for step in told.get("done", [])] if told.get("inputs") == self.inputs else []
