find_package(rapidcheck REQUIRED)
set(merkle_TEST_LIBS rapidcheck)
