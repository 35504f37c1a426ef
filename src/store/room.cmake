find_package(SQLite3 REQUIRED)
target_link_libraries(comity_store PRIVATE SQLite::SQLite3)
