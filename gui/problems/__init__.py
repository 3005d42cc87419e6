"""The panel of what the checks found."""
