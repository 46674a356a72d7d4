// A conversation told as text, read into steps: README.md beside this file says what may stand there.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "relais/base/instant.hpp"

namespace relais::scenarios {

/// What is wrong, with the script's line.
class ScriptError : public std::runtime_error {
public:
    ScriptError(std::size_t a_line, const std::string& what) : std::runtime_error(what), line(a_line) {}
    std::size_t line;
};

struct Field {
    std::string path;
    std::string value;
    bool quoted = false;  // a text, whatever it looks like
};

struct Step {
    enum class Verb : std::uint8_t {
        comes,
        signs_in,
        listens,
        leaves,
        vanishes,
        returns,
        commands,
        notices,
        hears,
        hears_not,
        attacks,
        wait,
        stored,
        hours,
        floor_only
    };
    std::size_t line = 0;
    Verb verb = Verb::wait;
    std::string who;
    std::string kind;  // of the frame; hours: "open" or "closed"
    std::vector<Field> fields;
    std::string text;         // attacks: the frame with its placeholders; stored: the message
    bool binary = false;      // attacks
    std::string expected;     // commands, attacks: a refusal, "nothing" or "close 1009"; empty: acknowledged
    Duration time{0};         // wait; hears: within
    std::uint32_t count = 1;  // stored
};

struct Person {
    enum class Kind : std::uint8_t { visitor, agent, supervisor };
    std::string name;
    Kind kind = Kind::visitor;
    std::map<std::string, std::string> wishes;
};

struct Script {
    std::string title;
    std::map<std::string, std::string> queue;
    std::vector<Person> people;
    std::vector<Step> steps;
};

/// Throws ScriptError.
[[nodiscard]] Script read_script(std::string_view text);

/// The text of an attack as it is sent: `<ff 00>` and `<40*x>` made out. What is in braces was replaced before.
[[nodiscard]] std::string spelled_out(std::string_view text);

}  // namespace relais::scenarios
