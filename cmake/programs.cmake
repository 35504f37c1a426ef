# The two programs, each a main.cpp over its room, and the test folders that belong to no room.
function(comity_program name room)
  if(NOT EXISTS ${PROJECT_SOURCE_DIR}/src/${room}/main.cpp)
    return()
  endif()
  add_executable(${name} ${PROJECT_SOURCE_DIR}/src/${room}/main.cpp)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE comity_flags)
  if(TARGET comity_${room})
    target_link_libraries(${name} PRIVATE comity_${room})
  endif()
  install(TARGETS ${name} RUNTIME)
endfunction()

comity_program(comity cli)
comity_program(comity-verify verify)

# The same program as a build without libsodium makes it, for the tests: with an xwing() of its own the linker takes
# neither the one in the archive nor the library.
if(COMITY_TESTS AND COMITY_HAS_HYBRID AND TARGET comity)
  add_executable(comity_x25519 ${PROJECT_SOURCE_DIR}/src/cli/main.cpp ${PROJECT_SOURCE_DIR}/src/crypto/xwing.cpp)
  set_target_properties(comity_x25519 PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_include_directories(comity_x25519 PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(comity_x25519 PRIVATE comity_flags comity_cli)
endif()

if(COMITY_TESTS)
  file(GLOB suites CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*/CMakeLists.txt)
  foreach(suite IN LISTS suites)
    get_filename_component(suite ${suite} DIRECTORY)
    add_subdirectory(${suite})
  endforeach()
endif()
