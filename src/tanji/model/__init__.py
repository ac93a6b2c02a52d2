"""Documents: immutable values with a digest. Plain Python; no arrays, no files, no network."""
