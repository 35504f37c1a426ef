find_package(OpenSSL 3.0 REQUIRED)
find_package(rapidcheck REQUIRED)
set(ledger_TEST_LIBS OpenSSL::Crypto rapidcheck)
