"""One grid for all tables, told apart by nothing but the form definition."""
