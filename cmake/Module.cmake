# relais_module(NAME [SOURCES globs] [EXCEPT globs] [PUBLIC libraries] [PRIVATE libraries])
# One static library from src/NAME/**/*.cpp (or from SOURCES). A folder without sources becomes an empty interface
# library, so that its users link whatever exists.
function(relais_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;EXCEPT;PUBLIC;PRIVATE")
    if(NOT arg_SOURCES)
        set(arg_SOURCES "src/${name}/*.cpp")
    endif()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${arg_SOURCES})
    if(arg_EXCEPT)
        file(GLOB_RECURSE excepted CONFIGURE_DEPENDS ${arg_EXCEPT})
        list(REMOVE_ITEM sources ${excepted})
    endif()

    if(sources)
        add_library(${name} STATIC ${sources})
        target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}/include" PRIVATE "${CMAKE_SOURCE_DIR}/src")
        target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
    else()
        add_library(${name} INTERFACE)
        target_include_directories(${name} INTERFACE "${CMAKE_SOURCE_DIR}/include")
        target_link_libraries(${name} INTERFACE ${arg_PUBLIC} ${arg_PRIVATE})
    endif()
endfunction()

# Several sources are compiled as one: their headers are read once, half of the time of a build from nothing. For targets of many small sources,
# whose names in unnamed namespaces must differ then, too.
function(relais_unity name)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
endfunction()

# Each source that opens a Beast coroutine costs 20 s and 0.9 GB, four of them together 21 s: those of NAME that include
# Beast, themselves or through a header of the folder, are compiled as one. A source that joins them later is merely
# compiled apart until the next configuration.
function(relais_unity_of_beast name)
    get_target_property(kind ${name} TYPE)
    if(kind STREQUAL "INTERFACE_LIBRARY")
        return()
    endif()
    set(opens_beast "boost/beast")
    file(GLOB_RECURSE headers "src/${name}/*.hpp")
    foreach(pass RANGE 3)  # headers that include such headers
        foreach(header IN LISTS headers)
            file(STRINGS "${header}" hits REGEX "^#include.*(${opens_beast})")
            cmake_path(GET header FILENAME file)
            string(FIND "${opens_beast}" "/${file}" known)
            if(hits AND known EQUAL -1)
                string(APPEND opens_beast "|/${file}")
            endif()
        endforeach()
    endforeach()

    get_target_property(sources ${name} SOURCES)
    foreach(source IN LISTS sources)
        file(STRINGS "${source}" hits REGEX "^#include.*(${opens_beast})")
        if(hits)
            set_source_files_properties("${source}" PROPERTIES UNITY_GROUP beast)
        endif()
    endforeach()
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
