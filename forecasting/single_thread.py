"""Matrix products that stay with one thread, whatever the linear algebra behind NumPy would rather do.

For a few hundred days a second thread of OpenBLAS spins for longer than the product takes: a fit of a tenth of a second
took more than one where nobody had told it otherwise (`OPENBLAS_NUM_THREADS=1`, as the command line does).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MULTIPLICATIONS = 2**18
_OF_A_VECTOR = 9216
"""Up to so many OpenBLAS works alone: 65,536 and 2,304 times 4 in its `interface/gemm.c` and `interface/gemv.c`."""


def product(left: Floats, right: Floats) -> Floats:
    """``left @ right`` of two matrices, in pieces of the longer of the inner length and the columns of `right`."""
    rows, inner, columns = *left.shape, right.shape[1]
    most = _OF_A_VECTOR if min(rows, columns) == 1 else _MULTIPLICATIONS
    step = max(most * max(inner, columns) // max(rows * inner * columns, 1), 1)
    if inner > columns:
        found = left[:, :step] @ right[:step]
        for at in range(step, inner, step):
            found += left[:, at : at + step] @ right[at : at + step]
        return np.asarray(found)
    return np.hstack([left @ right[:, at : at + step] for at in range(0, columns, step)])
