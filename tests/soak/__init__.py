"""`make soak`: many utterances through a service that goes wrong in every way, on 127.0.0.1."""
