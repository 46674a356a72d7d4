# Library `sql`: every sql/**/*.sql as a constant of the program, reached through the generated <relais_sql.hpp>.
file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/sql/*.sql")
set(sql_generated "${CMAKE_BINARY_DIR}/generated/sql")
string(SHA256 sql_list "${sql_files}")  # in the command, because a file that was removed changes no timestamp

add_custom_command(
    OUTPUT "${sql_generated}/relais_sql.cpp"
    COMMAND "${CMAKE_COMMAND}" -D "ROOT=${CMAKE_SOURCE_DIR}/sql" -D "OUTPUT=${sql_generated}/relais_sql.cpp"
            -D "LIST=${sql_list}" -P "${CMAKE_SOURCE_DIR}/cmake/embed_sql_script.cmake"
    DEPENDS ${sql_files} "${CMAKE_SOURCE_DIR}/cmake/embed_sql_script.cmake"
    COMMENT "Embedding sql/"
    VERBATIM)
configure_file("${CMAKE_SOURCE_DIR}/cmake/relais_sql.hpp.in" "${sql_generated}/relais_sql.hpp" COPYONLY)

add_library(sql STATIC "${sql_generated}/relais_sql.cpp")
target_include_directories(sql PUBLIC "${sql_generated}")
