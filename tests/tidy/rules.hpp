// The rules of the tree (docs/style.md says why each exists). Every limit here may only go down.
#pragma once

#include <cstddef>

#include "source.hpp"

namespace relais::tidy {

inline constexpr std::size_t source_lines_max = 400;
inline constexpr std::size_t header_lines_max = 150;
inline constexpr std::size_t function_lines_max = 70;

// sizes.cpp
[[nodiscard]] Findings long_files(const Sources& sources);
[[nodiscard]] Findings long_functions(const Sources& sources);

// includes.cpp
/// base <- floor <- {journal, wire, ...} <- simulation <- app; a module's own headers are its own.
[[nodiscard]] Findings wrong_directions(const Sources& sources);
/// Third-party parts stay in the folders chosen for them.
[[nodiscard]] Findings strayed_parts(const Sources& sources);

// words.cpp
[[nodiscard]] Findings banned_words(const Sources& sources);
[[nodiscard]] Findings empty_names(const Sources& sources);
/// What is left to do names the issue that will do it.
[[nodiscard]] Findings loose_ends(const Sources& sources);

// coroutines.cpp
/// g++ 12.2 destroys temporaries of such expressions twice.
[[nodiscard]] Findings braces_in_co_await(const Sources& sources);
[[nodiscard]] Findings strayed_coroutines(const Sources& sources);

// tree.cpp
[[nodiscard]] Findings strange_top_level(const std::vector<std::string>& names);
[[nodiscard]] Findings dead_files(const Sources& sources);
[[nodiscard]] Findings addresses_in_lock_files(const Sources& sources);
[[nodiscard]] Findings broken_links(const Sources& sources);
/// Every page is reached from docs/README.md.
[[nodiscard]] Findings unlisted_pages(const Sources& sources);

// sql.cpp
[[nodiscard]] Findings wrong_migrations(const Sources& sources);
[[nodiscard]] Findings wrong_sql(const Sources& sources);

}  // namespace relais::tidy
