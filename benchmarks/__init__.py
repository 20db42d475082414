"""Measures speed, memory and accuracy, beside peers in one run; figures are printed, never asserted by a timed test."""

import os

# As the command line does: a second thread of the linear algebra would be measured spinning. Read at NumPy's import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
