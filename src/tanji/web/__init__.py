"""The pages that people see: templates and views. They ask `queries` and call `actions`, nothing else."""
