"""How a line says who speaks: the shapes of labels, and the evidence for them."""
