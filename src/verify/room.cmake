set(verify_TEST_LIBS comity_keys)
