-- Cells over several lines: the rows behind them have smaller numbers than lines.
UPDATE staged_leg SET row_no = row_no - $rows WHERE row_no > $row_no
