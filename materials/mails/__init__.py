"""The letters of this app. Each is called by the action, inside its transaction, after the rows are saved."""
