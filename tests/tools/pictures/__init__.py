"""Pictures for the pages, drawn by the app itself."""
