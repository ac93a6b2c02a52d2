"""Commands of the catalog: the worker."""
