"""The pages on which questionnaires are written: a shelf, a drawing board, a preview."""
