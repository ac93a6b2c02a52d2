"""Pages of database publishers, and the centre of tasks and jobs."""
