find_package(OpenSSL REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
target_include_directories(comity_net SYSTEM PRIVATE ${Boost_INCLUDE_DIRS})
target_link_libraries(comity_net PRIVATE OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
target_compile_definitions(comity_net PRIVATE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)
# Asio's inlined internals trip this warning in whoever includes them.
set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/server.cpp ${CMAKE_CURRENT_LIST_DIR}/connection.cpp
  ${CMAKE_CURRENT_LIST_DIR}/client_connection.cpp PROPERTIES COMPILE_OPTIONS -Wno-null-dereference)
if(COMITY_SANITIZE STREQUAL "thread")
  # gcc says of every fence in Asio that it cannot follow it.
  target_compile_options(comity_net PRIVATE -Wno-tsan)
endif()
set(net_TEST_LIBS comity_keys comity_crypto OpenSSL::SSL OpenSSL::Crypto)
