"""The stories in notebooks/ run from top to bottom."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import REPOSITORY


@pytest.mark.parametrize("path", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
# ipykernel's client library opens sockets that it leaves to the collector
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_story_runs_from_top_to_bottom(path: Path, hosting_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGARI_DESK", str(hosting_desk))
    story = nbformat.read(path, as_version=4)

    NotebookClient(story, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()

    assert all(cell.get("execution_count") for cell in story.cells if cell.cell_type == "code")
