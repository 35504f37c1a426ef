find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(CURL REQUIRED)
target_link_libraries(comity_store PRIVATE comity_crypto SQLite::SQLite3 PostgreSQL::PostgreSQL CURL::libcurl)
