# Language, warnings, sanitizers, linker. RELAIS_BUILD chooses among three kinds; there is no other build type, so NDEBUG
# is never defined: assertions stay on in production (docs/style.md).
set(RELAIS_BUILD "release" CACHE STRING "release, asan or tsan")
set_property(CACHE RELAIS_BUILD PROPERTY STRINGS release asan tsan)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

add_compile_options(-Wall -Wextra -Werror -Wnon-virtual-dtor -Woverloaded-virtual)
# g++ 12 reports overlapping copies inside its own std::string operator+ (GCC bug 105651).
add_compile_options(-Wno-restrict)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
# Messages of assertions and of the sanitizers show paths from the top of the tree, wherever the checkout is.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)

# -g1, lines without variables, is what reports need; -g makes sanitized compilations half as long again.
if(RELAIS_BUILD STREQUAL "release")
    add_compile_options(-O2 -g1)
elseif(RELAIS_BUILD STREQUAL "asan")
    add_compile_options(-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all)
    add_link_options(-fsanitize=address,undefined)
elseif(RELAIS_BUILD STREQUAL "tsan")
    # -Wno-tsan: Asio's fences are reported as "not supported", which -Werror would turn into an error.
    add_compile_options(-O1 -g1 -fno-omit-frame-pointer -fsanitize=thread -Wno-tsan)
    add_link_options(-fsanitize=thread)
else()
    message(FATAL_ERROR "RELAIS_BUILD is '${RELAIS_BUILD}'; accepted: release, asan, tsan")
endif()
if(NOT RELAIS_BUILD STREQUAL "release")
    # Instrumented code makes g++ guess wrong about std::optional; the release build keeps the warning.
    add_compile_options(-Wno-maybe-uninitialized)
endif()

# For what reads no stranger's bytes, the tests' own lines and the simulator: without the checks of every pointer that is followed, a quarter
# to a third of the compiler's time. A wild one ends in ASan's report anyway.
function(relais_follows_own_pointers name)
    if(RELAIS_BUILD STREQUAL "asan")
        target_compile_options(${name} PRIVATE -fno-sanitize=null,alignment,object-size,vptr)
    endif()
endfunction()

find_program(RELAIS_CCACHE ccache)
if(RELAIS_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${RELAIS_CCACHE}")
endif()
find_program(RELAIS_MOLD mold)
if(RELAIS_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
