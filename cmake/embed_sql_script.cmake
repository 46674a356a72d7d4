# Run as a script: writes OUTPUT, a C++ source with the text of every ROOT/**/*.sql.
file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/*.sql")
list(SORT files)
list(LENGTH files count)

set(rows "")
foreach(path IN LISTS files)
    file(READ "${ROOT}/${path}" text)
    string(FIND "${text}" ")__sql__\"" clash)
    if(NOT clash EQUAL -1)
        message(FATAL_ERROR "${path}: contains the end mark of the embedded text")
    endif()
    string(APPEND rows "    File{\"${path}\", R\"__sql__(${text})__sql__\"},\n")
endforeach()

file(WRITE "${OUTPUT}" "// Made by cmake/embed_sql_script.cmake.
#include \"relais_sql.hpp\"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace relais::sql {
namespace {

constexpr std::array<File, ${count}> all{{
${rows}}};

}  // namespace

std::span<const File> files() { return all; }

std::string_view text(std::string_view path) {
    const auto found = std::ranges::find(all, path, &File::path);
    if (found == all.end()) {
        std::fprintf(stderr, \"bug: sql/%.*s is not embedded\\n\", static_cast<int>(path.size()), path.data());
        std::abort();
    }
    return found->text;
}

}  // namespace relais::sql
")
