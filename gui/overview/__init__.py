"""The overview: how far the report is, when it is due, its key figures and charts."""
