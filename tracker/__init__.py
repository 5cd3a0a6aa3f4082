"""The judge: how good it was."""

from __future__ import annotations

from os import environ

# Before numpy loads: it starts a thread of algebra for each core otherwise, a twentieth of a second
# for products of short vectors, whose bits would depend on how many there are.
environ.setdefault("OPENBLAS_NUM_THREADS", "1")
