"""`make bench`: every measurement, one after the other."""

from benchmarks import chain, forecasting, staffing

for measured in (chain, staffing, forecasting):
    measured.main()
    print()
