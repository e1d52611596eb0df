"""Pages, a file a noun. They read through reveal, write through actions, and touch nothing else."""
