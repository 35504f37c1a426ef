find_package(OpenSSL 3.0 REQUIRED)
target_link_libraries(comity_crypto PRIVATE OpenSSL::Crypto)

# The hybrid key exchange: libsodium from 1.0.22 on, as an archive, so that the program depends on no library that the
# system lacks and none of its names leaves the program. tools/hybrid installs it; without it, or with
# COMITY_HYBRID=OFF, the build knows X25519 alone and says so.
option(COMITY_HYBRID "seal and open with mlkem768x25519, if libsodium is there" ON)
set(COMITY_HAS_HYBRID OFF CACHE INTERNAL "whether this build has the hybrid suite")
if(COMITY_HYBRID)
  find_library(COMITY_SODIUM_ARCHIVE libsodium.a)
  find_file(COMITY_SODIUM_XWING sodium/crypto_kem_xwing.h)
  mark_as_advanced(COMITY_SODIUM_ARCHIVE COMITY_SODIUM_XWING)
  if(COMITY_SODIUM_ARCHIVE AND COMITY_SODIUM_XWING)
    set(COMITY_HAS_HYBRID ON CACHE INTERNAL "whether this build has the hybrid suite")
    target_compile_definitions(comity_crypto PRIVATE COMITY_HAS_HYBRID=1)
    target_link_libraries(comity_crypto PRIVATE ${COMITY_SODIUM_ARCHIVE})
    target_link_options(comity_crypto INTERFACE LINKER:--exclude-libs,libsodium.a)
  else()
    message(STATUS "libsodium 1.0.22 is not there (tools/hybrid): X25519 only")
  endif()
endif()
