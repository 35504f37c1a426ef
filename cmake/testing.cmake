# What every test program needs. comity_test(name sources... [LIBS libraries...]) makes one of them.
if(NOT COMITY_TESTS)
  return()
endif()
enable_testing()
find_package(GTest REQUIRED)
# Property tests include <gtest/gtest.h> before <rapidcheck/gtest.h>; the archive costs nothing unused.
find_library(COMITY_RAPIDCHECK rapidcheck REQUIRED)

set(COMITY_TEST_ENVIRONMENT "COMITY_SOURCE=${PROJECT_SOURCE_DIR};COMITY_BIN=${PROJECT_BINARY_DIR}")

function(comity_test name)
  cmake_parse_arguments(arg "" "" "LIBS" ${ARGN})
  add_executable(${name}_test ${arg_UNPARSED_ARGUMENTS})
  set_target_properties(${name}_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name}_test PRIVATE ${arg_LIBS} comity_flags GTest::gtest_main GTest::gmock
    ${COMITY_RAPIDCHECK})
  add_test(NAME ${name} COMMAND ${name}_test)
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${COMITY_TEST_ENVIRONMENT}" TIMEOUT 600)
endfunction()
