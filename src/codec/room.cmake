# simdjson reads quickly, nlohmann/json carefully: quick_json.h says which counts.
find_package(simdjson REQUIRED)
target_link_libraries(${lib} PRIVATE simdjson::simdjson)
