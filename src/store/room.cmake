find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
target_link_libraries(comity_store PRIVATE SQLite::SQLite3 PostgreSQL::PostgreSQL)
