# The warnings of the house (CONTRIBUTING.md), and the hardening of release builds.
add_library(comity_flags INTERFACE)
target_compile_features(comity_flags INTERFACE cxx_std_20)
target_compile_options(comity_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wold-style-cast -Wnull-dereference -Wformat=2 -Wimplicit-fallthrough -Wundef
  -Wmissing-declarations -Wcast-align)
if(COMITY_WERROR)
  target_compile_options(comity_flags INTERFACE -Werror)
endif()
if(COMITY_SANITIZE)
  target_compile_options(comity_flags INTERFACE -fsanitize=${COMITY_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS)
  target_link_options(comity_flags INTERFACE -fsanitize=${COMITY_SANITIZE})
endif()
if(COMITY_FUZZ)
  # Clang 14 cannot emit the checks of "function" into coroutines ("difference across sections").
  target_compile_options(comity_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined
    -fno-sanitize=function -fno-sanitize-recover=all -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS)
  target_link_options(comity_flags INTERFACE -fsanitize=address,undefined)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(comity_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
    -fstack-clash-protection -D_GLIBCXX_ASSERTIONS)
  target_link_options(comity_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
