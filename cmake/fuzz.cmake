# Each fuzz/NAME.cpp holds one decoder's LLVMFuzzerTestOneInput. With COMITY_FUZZ it becomes fuzz_NAME
# under libFuzzer; in every test build it becomes replay_NAME, which feeds it fuzz/corpus/NAME, so that
# whatever fuzzing once found stays found. The rooms it links are those it includes.
file(GLOB fuzz_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fuzz/*.cpp)
set(fuzz_main ${PROJECT_SOURCE_DIR}/fuzz/replay/main.cpp)
set(fuzz_targets "")

# The libraries of the rooms that a source file includes.
function(comity_included_rooms source out)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
  file(STRINGS ${source} lines REGEX "^#include \"[a-z]+/")
  set(libraries "")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^#include \"([a-z]+)/.*" "comity_\\1" library "${line}")
    if(TARGET ${library})
      list(APPEND libraries ${library})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES libraries)
  set(${out} "${libraries}" PARENT_SCOPE)
endfunction()

function(comity_fuzz_program target libraries)
  add_executable(${target} ${ARGN})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE ${libraries} comity_flags)
  # The entry point's name and signature are libFuzzer's: no header declares it. An option of the
  # source comes after those of the target, so it wins.
  list(GET ARGN 0 source)
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-missing-declarations)
endfunction()

foreach(source IN LISTS fuzz_sources)
  get_filename_component(name ${source} NAME_WE)
  comity_included_rooms(${source} libraries)
  if(COMITY_FUZZ)
    comity_fuzz_program(fuzz_${name} "${libraries}" ${source})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    list(APPEND fuzz_targets fuzz_${name})
  elseif(COMITY_TESTS)
    comity_fuzz_program(replay_${name} "${libraries}" ${source} ${fuzz_main})
    add_test(NAME replay_${name} COMMAND replay_${name} ${PROJECT_SOURCE_DIR}/fuzz/corpus/${name})
    set_tests_properties(replay_${name} PROPERTIES TIMEOUT 120)
  endif()
endforeach()
if(COMITY_FUZZ)
  add_custom_target(fuzz DEPENDS ${fuzz_targets})
endif()
