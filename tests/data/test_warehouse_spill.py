from pathlib import Path

from data.desk import Desk, DeskSettings
from data.warehouse import Warehouse


def test_what_does_not_fit_into_memory_waits_on_disk(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    with Warehouse.open(Desk(folder=tmp_path, settings=weekday_settings)) as warehouse:
        warehouse.run_text("SET memory_limit = '60MB'")
        warehouse.run_text(
            "CREATE TEMP TABLE much AS SELECT i, md5(i::TEXT) AS words FROM range(1500000) AS numbers(i)"
        )

        told = warehouse.query_text("SELECT count(*) AS rows, sum(length(words)) AS letters FROM much")

    assert told.iloc[0].tolist() == [1_500_000, 48_000_000]
