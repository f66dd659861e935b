"""Documents written from what an audit established: pure functions from facts to a document."""
