find_package(OpenSSL 3.0 REQUIRED)
target_link_libraries(comity_keys PRIVATE OpenSSL::Crypto)
