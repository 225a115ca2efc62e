"""Tables on disk: CSV, XLSX and Parquet in, with every fault by row and column; and out, whole."""

from kargosha.files.tables.reading import read
from kargosha.files.tables.writing import write

__all__ = ["read", "write"]
