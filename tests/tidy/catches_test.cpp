// Each rule is shown a violation and its lawful neighbour: a rule that catches nothing would pass for ever.
#include <string>

#include <gtest/gtest.h>

#include "rules.hpp"

namespace relais::tidy {
namespace {

using Rule = Findings (*)(const Sources&);

std::size_t found(Rule rule, const std::string& path, const std::string& text) {
    return rule({make_source(path, text)}).size();
}

std::string repeated(const std::string& line, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += line;
    return text;
}

TEST(Catches, a_source_of_401_lines) {
    EXPECT_EQ(found(long_files, "src/floor/a.cpp", repeated("int a;\n", 400)), 0U);
    EXPECT_EQ(found(long_files, "src/floor/a.cpp", repeated("int a;\n", 401)), 1U);
    EXPECT_EQ(found(long_files, "web/core/a.ts", repeated("let a;\n", 401)), 1U);
    EXPECT_EQ(found(long_files, "docs/a.md", repeated("a\n", 401)), 0U);
}

TEST(Catches, a_header_of_151_lines) {
    EXPECT_EQ(found(long_files, "include/relais/base/a.hpp", repeated("int a;\n", 150)), 0U);
    EXPECT_EQ(found(long_files, "include/relais/base/a.hpp", repeated("int a;\n", 151)), 1U);
}

TEST(Catches, a_function_of_71_lines) {
    const auto function = [](std::size_t inside) { return "void f(int a) {\n" + repeated("g();\n", inside) + "}\n"; };
    EXPECT_EQ(found(long_functions, "src/a.cpp", function(68)), 0U);
    EXPECT_EQ(found(long_functions, "src/a.cpp", function(69)), 1U);
    EXPECT_EQ(found(long_functions, "src/a.cpp", "namespace x {\n#define A {\n" + function(69) + "}\n"), 1U);
    EXPECT_EQ(found(long_functions, "src/a.cpp", "template <class T>\n" + function(68)), 1U);
}

TEST(Catches, a_long_function_in_a_class_but_not_the_class) {
    const auto body = repeated("g();\n", 69);
    EXPECT_EQ(found(long_functions, "src/a.cpp", "class A {\n int b() {\n" + body + "}\n};\n"), 1U);
    EXPECT_EQ(found(long_functions, "src/a.cpp", "class A {\n" + repeated("int b() { return 1; }\n", 90) + "};\n"), 0U);
    EXPECT_EQ(found(long_functions, "src/a.cpp", "A::A() : a_{1}, b_{2} {\n" + body + "}\n"), 1U);
}

TEST(Catches, a_long_function_but_not_a_long_table) {
    EXPECT_EQ(found(long_functions, "src/a.cpp", "const int table[] = {\n" + repeated("1,\n", 90) + "};\n"), 0U);
}

TEST(Catches, a_long_typescript_function) {
    const auto function = [](std::size_t inside) {
        return "export function f(): void {\n" + repeated("  g();\n", inside) + "}\n";
    };
    EXPECT_EQ(found(long_functions, "web/a.ts", function(68)), 0U);
    EXPECT_EQ(found(long_functions, "web/a.ts", function(69)), 1U);
}

TEST(Catches, a_long_typescript_function_inside_another) {
    const auto inner = [](std::size_t inside) {
        return "  function g() {\n" + repeated("    h();\n", inside) + "  }\n";
    };
    EXPECT_EQ(found(long_functions, "web/a.ts", "function f() {\n" + inner(60) + inner(60) + "}\n"), 0U);
    EXPECT_EQ(found(long_functions, "web/a.ts", "function f() {\n" + inner(60) + inner(69) + "}\n"), 1U);
}

TEST(Catches, an_include_against_the_direction) {
    EXPECT_EQ(found(wrong_directions, "src/base/a.cpp", "#include \"relais/floor/event.hpp\"\n"), 1U);
    EXPECT_EQ(found(wrong_directions, "src/floor/a.cpp", "#include \"relais/wire/encode.hpp\"\n"), 1U);
    EXPECT_EQ(found(wrong_directions, "src/floor/a.cpp", "#include \"relais/base/id.hpp\"\n"), 0U);
    EXPECT_EQ(found(wrong_directions, "src/edge/a.cpp", "#include \"app/host.hpp\"\n"), 1U);
    EXPECT_EQ(found(wrong_directions, "src/app/a.cpp", "#include \"edge/server.hpp\"\n"), 0U);
}

TEST(Catches, a_module_that_reaches_into_another) {
    EXPECT_EQ(found(wrong_directions, "src/courier/a.cpp", "#include \"wire/words.hpp\"\n"), 1U);
    EXPECT_EQ(found(wrong_directions, "src/courier/a.cpp", "#include \"relais/wire/encode.hpp\"\n"), 0U);
    EXPECT_EQ(found(wrong_directions, "src/journal/a.cpp", "#include \"pg/connection.hpp\"\n"), 0U);
    EXPECT_EQ(found(wrong_directions, "src/wire/a.cpp", "#include \"pg/connection.hpp\"\n"), 1U);
    EXPECT_EQ(found(wrong_directions, "src/wire/a.cpp", "#include \"../floor/state.hpp\"\n"), 1U);
    EXPECT_EQ(found(wrong_directions, "include/relais/wire/a.hpp", "#include \"floor/state.hpp\"\n"), 1U);
}

TEST(Catches, a_part_away_from_home) {
    EXPECT_EQ(found(strayed_parts, "src/app/a.cpp", "#include <boost/beast/http.hpp>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/edge/a.cpp", "#include <boost/beast/http.hpp>\n"), 0U);
    EXPECT_EQ(found(strayed_parts, "src/floor/a.cpp", "#include <boost/container/small_vector.hpp>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/courier/a.cpp", "#include <nlohmann/json.hpp>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/journal/a.cpp", "#include <libpq-fe.h>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/phone/bridge.cpp", "#include <sofia-sip/nua.h>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/base/id.cpp", "#include <spdlog/spdlog.h>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/base/log.cpp", "#include <spdlog/spdlog.h>\n"), 0U);
    EXPECT_EQ(found(strayed_parts, "include/relais/wire/a.hpp", "#include <nlohmann/json.hpp>\n"), 1U);
}

TEST(Catches, a_clock_or_a_thread_on_the_floor) {
    EXPECT_EQ(found(strayed_parts, "src/floor/a.cpp", "#include <thread>\n"), 1U);
    EXPECT_EQ(found(strayed_parts, "src/journal/a.cpp", "#include <thread>\n"), 0U);
    EXPECT_EQ(found(banned_words, "src/floor/a.cpp", "auto t = std::chrono::steady_clock::now();\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/wire/a.cpp", "auto t = std::chrono::system_clock::now();\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/base/a.cpp", "auto t = std::chrono::system_clock::now();\n"), 0U);
}

TEST(Catches, a_banned_word_in_code_only) {
    EXPECT_EQ(found(banned_words, "src/wire/a.cpp", "std::regex r;\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/wire/a.cpp", "// std::regex is slow\nauto s = \"std::regex\";\n"), 0U);
    EXPECT_EQ(found(banned_words, "src/wire/a.cpp", "int x = rand();\nint y = operand();\n"), 1U);
    EXPECT_EQ(found(banned_words, "tests/unit/base/a.cpp", "std::this_thread::sleep_for(a);\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/pg/a.cpp", "static_assert(true);\nRELAIS_ASSERT(x);\nassert(x);\n"), 1U);
    EXPECT_EQ(found(banned_words, "web/a.ts", "e.innerHTML = x;\nlet y: any = 1;\n"), 2U);
    EXPECT_EQ(found(banned_words, "tests/unit/base/a.cpp", "GTEST_SKIP();\n"), 1U);
}

TEST(Catches, code_behind_literals_that_look_like_comments) {
    EXPECT_EQ(found(banned_words, "src/a.cpp", "auto a = \"//\"; rand();\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/a.cpp", "auto a = '\"'; rand();\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/a.cpp", "auto a = R\"x(\" rand() )x\"; srand(1'000);\n"), 1U);
    EXPECT_EQ(found(banned_words, "src/a.cpp", "/* rand() */ auto a = \"\\\" rand()\";\n"), 0U);
}

TEST(Catches, a_name_that_says_nothing) {
    EXPECT_EQ(found(empty_names, "src/a.hpp", "class SessionManager {};\n"), 1U);
    EXPECT_EQ(found(empty_names, "src/a.hpp", "struct ClientInfo {};\nusing Data = int;\n"), 2U);
    EXPECT_EQ(found(empty_names, "web/a.ts", "interface VisitorData { a: string }\n"), 1U);
    EXPECT_EQ(found(empty_names, "src/a.hpp", "struct DataError {};\nstruct Information {};\n"), 0U);
}

TEST(Catches, a_loose_end_without_issue) {
    EXPECT_EQ(found(loose_ends, "src/a.cpp", "// TODO later\n"), 1U);
    EXPECT_EQ(found(loose_ends, "src/a.cpp", "// TODO(#12): later\n"), 0U);
    EXPECT_EQ(found(loose_ends, "sql/queries/a.sql", "-- FIXME\n"), 1U);
}

TEST(Catches, a_brace_inside_a_co_await) {
    EXPECT_EQ(found(braces_in_co_await, "src/edge/a.cpp", "co_await send(Frame{1});\n"), 1U);
    EXPECT_EQ(found(braces_in_co_await, "src/edge/a.cpp", "auto x = co_await f([] { return 1; });\n"), 1U);
    EXPECT_EQ(found(braces_in_co_await, "src/edge/a.cpp", "co_await send(frames[0]);\n"), 1U);
    EXPECT_EQ(found(braces_in_co_await, "src/edge/a.cpp", "if (co_await f(a)) {\n  g();\n}\n"), 0U);
    EXPECT_EQ(found(braces_in_co_await, "src/edge/a.cpp", "co_await f();\nint a[] = {1};\n"), 0U);
}

TEST(Catches, a_coroutine_away_from_home) {
    EXPECT_EQ(found(strayed_coroutines, "src/courier/a.cpp", "co_return 1;\n"), 1U);
    EXPECT_EQ(found(strayed_coroutines, "src/edge/a.cpp", "co_return 1;\n"), 0U);
}

TEST(Catches, a_stranger_at_the_top_level) {
    EXPECT_EQ(strange_top_level({"src", ".ci", "scripts"}).size(), 1U);
    EXPECT_EQ(strange_top_level({"src", "docs", "dev", "README.md", ".gitignore"}).size(), 0U);
}

TEST(Catches, a_dead_file) {
    const auto cmake =
        make_source("CMakeLists.txt", "relais_module(floor PUBLIC base)\nforeach(module IN ITEMS base floor)\n");
    EXPECT_EQ(dead_files({cmake, make_source("src/floor/a.cpp", "")}).size(), 0U);
    EXPECT_EQ(dead_files({cmake, make_source("src/cellar/a.cpp", "")}).size(), 1U);
    EXPECT_EQ(dead_files({cmake, make_source("tests/unit/floor/a_test.cpp", "")}).size(), 0U);
    EXPECT_EQ(dead_files({cmake, make_source("tests/unit/cellar/a_test.cpp", "")}).size(), 1U);
    const auto header = make_source("src/floor/a.hpp", "#pragma once\n");
    EXPECT_EQ(dead_files({cmake, header}).size(), 1U);
    EXPECT_EQ(dead_files({cmake, header, make_source("src/floor/a.cpp", "#include \"floor/a.hpp\"\n")}).size(), 0U);
}

TEST(Catches, a_download_address) {
    EXPECT_EQ(found(addresses_in_lock_files, "web/package-lock.json", "\"resolved\": \"https://a/b.tgz\"\n"), 1U);
    EXPECT_EQ(found(addresses_in_lock_files, "web/package-lock.json", "\"resolved\": \"core\"\n"), 0U);
}

TEST(Catches, a_link_that_leads_nowhere) {
    EXPECT_EQ(found(broken_links, "docs/a.md", "[b](b.md)\n"), 1U);
    EXPECT_EQ(found(broken_links, "docs/a.md", "[a](a.md#part) [x](https://example.org) [up](../docs)\n"), 0U);
}

TEST(Catches, a_path_in_a_page_that_is_not_in_the_tree) {
    EXPECT_EQ(found(broken_links, "docs/a.md", "see `docs/b.md`\n"), 1U);
    EXPECT_EQ(found(broken_links, "docs/a.md", "see `docs/a.md`, `docs/` and `web/widget/dist`; `docs/*.md`\n"), 0U);
}

TEST(Catches, a_page_nobody_finds) {
    const auto page = make_source("docs/journeys/escalation.md", "");
    EXPECT_EQ(unlisted_pages({make_source("docs/README.md", ""), page}).size(), 1U);
    EXPECT_EQ(unlisted_pages({make_source("docs/README.md", "[journeys](journeys/)"), page}).size(), 0U);
}

TEST(Catches, a_migration_out_of_order) {
    const auto migration = [](const std::string& name) { return make_source("sql/migrations/" + name, "select 1"); };
    EXPECT_EQ(wrong_migrations({migration("0001_a.sql"), migration("0002_b.sql")}).size(), 0U);
    EXPECT_EQ(wrong_migrations({migration("0001_a.sql"), migration("0003_b.sql")}).size(), 1U);
    EXPECT_EQ(wrong_migrations({migration("0001_a.sql"), migration("0001_b.sql")}).size(), 1U);
    EXPECT_EQ(wrong_migrations({migration("first.sql")}).size(), 1U);
    EXPECT_EQ(wrong_migrations({migration("0001_a_down.sql")}).size(), 1U);
    EXPECT_EQ(found(wrong_migrations, "sql/migrations/0001_a.sql", "BEGIN;\ncreate table a ();\n"), 1U);
}

TEST(Catches, sql_out_of_its_room) {
    EXPECT_EQ(found(wrong_sql, "sql/a.sql", "select 1"), 1U);
    EXPECT_EQ(found(wrong_sql, "sql/checks/No-Good.sql", "select 1"), 1U);
    EXPECT_EQ(found(wrong_sql, "sql/migrations/0001_a.sql", "create table a (b timestamp not null) -- no timestamp\n"),
              1U);
    EXPECT_EQ(found(wrong_sql, "sql/migrations/0001_a.sql", "create table a (b timestamptz not null)\n"), 0U);
}

TEST(Catches, a_query_nobody_runs) {
    const auto query = make_source("sql/queries/history.sql", "select 1");
    EXPECT_EQ(wrong_sql({query}).size(), 1U);
    EXPECT_EQ(wrong_sql({query, make_source("src/office/a.cpp", "sql::text(\"queries/history.sql\")")}).size(), 0U);
}

}  // namespace
}  // namespace relais::tidy
