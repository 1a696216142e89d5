"""The functions that answer the requests of a browser."""
