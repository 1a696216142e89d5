"""Which passages are the same turn in two languages."""
