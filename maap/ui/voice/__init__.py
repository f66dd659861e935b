"""The coordinator's page for the views of practitioners and families."""
