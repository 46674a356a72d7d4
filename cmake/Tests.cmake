# GoogleTest executables. `./dev test` runs them one by one and counts the cases in their own reports.
# Tests may read the tree (RELAIS_SOURCE_DIR) and start the daemon of the same build (RELAIS_BINARY).
function(relais_test_target name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
    add_executable(${name} ${arg_SOURCES})
    relais_test_includes(${name})
    target_link_libraries(${name} PRIVATE ${arg_LINK})
endfunction()

function(relais_test_includes name)
    target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/include" "${CMAKE_SOURCE_DIR}/src"
                                               "${CMAKE_SOURCE_DIR}/tests")
    relais_follows_own_pointers(${name})
    target_compile_definitions(${name} PRIVATE
        "RELAIS_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"" "RELAIS_BINARY=\"${CMAKE_BINARY_DIR}/relais\"")
endfunction()

# relais_tests(NAME FOLDER folder [ONLY sources] LINK libraries [THREADS]): nothing when the folder has no source yet. THREADS: what it
# tests is used by several threads, so it runs under TSan, too.
function(relais_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "THREADS" "FOLDER" "ONLY;LINK")
    if(arg_ONLY)
        list(TRANSFORM arg_ONLY PREPEND "${arg_FOLDER}/" OUTPUT_VARIABLE sources)
    else()
        file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${arg_FOLDER}/*.cpp")
    endif()
    if(sources)
        relais_test_target(${name} SOURCES ${sources} LINK ${arg_LINK} GTest::gmock_main)
        set_property(GLOBAL APPEND PROPERTY RELAIS_TESTS ${name})
        if(arg_THREADS)
            set_property(GLOBAL APPEND PROPERTY RELAIS_THREAD_TESTS ${name})
        endif()
        if(NOT RELAIS_BUILD STREQUAL "asan")  # elsewhere they are built by name only
            set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
        endif()
    endif()
endfunction()

# Every tests/load/NAME.cpp is a tool NAME; sources in folders below are shared by all of them.
function(relais_load_tools)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "FOLDER" "LINK")
    file(GLOB tools CONFIGURE_DEPENDS "${arg_FOLDER}/*.cpp")
    file(GLOB_RECURSE shared CONFIGURE_DEPENDS "${arg_FOLDER}/*/*.cpp")
    if(shared)  # compiled once, not once a tool: one of them opens Beast
        add_library(load_support OBJECT ${shared})
        relais_test_includes(load_support)
        target_link_libraries(load_support PUBLIC ${arg_LINK})
        list(APPEND arg_LINK load_support)
        if(NOT RELAIS_BUILD STREQUAL "release")
            set_target_properties(load_support PROPERTIES EXCLUDE_FROM_ALL ON)
        endif()
    endif()
    foreach(tool IN LISTS tools)
        cmake_path(GET tool STEM name)
        relais_test_target(${name} SOURCES ${tool} LINK ${arg_LINK})
        set_property(GLOBAL APPEND PROPERTY RELAIS_LOAD_TOOLS ${name})
        if(NOT RELAIS_BUILD STREQUAL "release")  # nobody measures an instrumented daemon
            set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
        endif()
    endforeach()
endfunction()
