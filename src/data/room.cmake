# Every file of data/ goes into the program read-only: an assembler file with one .incbin per file
# and the table that src/data/data.cpp searches (sorted by path in byte order).
file(GLOB_RECURSE data_paths RELATIVE ${PROJECT_SOURCE_DIR}/data CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/*)
list(SORT data_paths COMPARE STRING CASE SENSITIVE)
set(data_bytes ".section .rodata\n")
set(data_rows ".section .data.rel.ro,\"aw\"\n.balign 8\n.global comity_data_rows\ncomity_data_rows:\n")
set(data_depends "")
set(data_count 0)
foreach(path IN LISTS data_paths)
  set(n ${data_count})
  string(APPEND data_bytes "n${n}: .ascii \"${path}\"\nn${n}_end:\n"
    "f${n}: .incbin \"${PROJECT_SOURCE_DIR}/data/${path}\"\nf${n}_end:\n.byte 0\n")
  string(APPEND data_rows ".quad n${n}, n${n}_end - n${n}, f${n}, f${n}_end - f${n}\n")
  list(APPEND data_depends ${PROJECT_SOURCE_DIR}/data/${path})
  math(EXPR data_count "${data_count} + 1")
endforeach()
set(data_text "${data_bytes}${data_rows}.section .rodata\n.balign 8\n.global comity_data_count\n"
  "comity_data_count: .quad ${data_count}\n.section .note.GNU-stack,\"\",%progbits\n")
string(CONCAT data_text ${data_text})
set(data_asm ${PROJECT_BINARY_DIR}/data_files.s)
file(CONFIGURE OUTPUT ${data_asm} CONTENT "${data_text}" @ONLY)
set_source_files_properties(${data_asm} PROPERTIES OBJECT_DEPENDS "${data_depends}")
target_sources(${lib} PRIVATE ${data_asm})
