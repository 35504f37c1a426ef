# The tests sign with the keys of the room above; the room itself holds no secret.
set(exchange_TEST_LIBS comity_keys)
