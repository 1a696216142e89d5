"""With the real weights, which PRODUCER_TEST_MODELS names the folder of; CI fetches them."""
