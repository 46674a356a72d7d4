// The rules asked about this tree.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "rules.hpp"

namespace relais::tidy {
namespace {

void expect_none(const Findings& findings) {
    for (const auto& finding : findings) ADD_FAILURE() << finding;
}

TEST(Tree, has_sources) { EXPECT_GT(the_tree().size(), 50U); }

TEST(Tree, keeps_files_short) { expect_none(long_files(the_tree())); }
TEST(Tree, keeps_functions_short) { expect_none(long_functions(the_tree())); }

TEST(Tree, keeps_the_direction_of_includes) { expect_none(wrong_directions(the_tree())); }
TEST(Tree, keeps_third_party_parts_at_home) { expect_none(strayed_parts(the_tree())); }

TEST(Tree, uses_no_banned_word) { expect_none(banned_words(the_tree())); }
TEST(Tree, has_names_that_say_something) { expect_none(empty_names(the_tree())); }
TEST(Tree, has_no_loose_ends) { expect_none(loose_ends(the_tree())); }

TEST(Tree, has_no_brace_inside_a_co_await) { expect_none(braces_in_co_await(the_tree())); }
TEST(Tree, keeps_coroutines_at_home) { expect_none(strayed_coroutines(the_tree())); }

TEST(Tree, keeps_its_top_level) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{RELAIS_SOURCE_DIR}) {
        names.push_back(entry.path().filename().string());
    }
    expect_none(strange_top_level(names));
}

TEST(Tree, has_no_dead_file) { expect_none(dead_files(the_tree())); }
TEST(Tree, has_no_address_in_a_lock_file) { expect_none(addresses_in_lock_files(the_tree())); }
TEST(Tree, has_links_that_lead_somewhere) { expect_none(broken_links(the_tree())); }
TEST(Tree, lists_every_page) { expect_none(unlisted_pages(the_tree())); }

TEST(Tree, has_migrations_without_gaps) { expect_none(wrong_migrations(the_tree())); }
TEST(Tree, has_sql_that_is_named_and_used) { expect_none(wrong_sql(the_tree())); }

}  // namespace
}  // namespace relais::tidy
