"""Commands that work on the database or run the whole: one file a command, imported on use."""
