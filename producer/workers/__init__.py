"""Who does the work: processes on this machine (`local`) or machines of a cluster (`cluster`)."""
