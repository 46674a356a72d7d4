// Plays one script on the floor. Throws ScriptError where the story goes another way.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "scenarios/actor.hpp"
#include "scenarios/script.hpp"
#include "scenarios/stage.hpp"

namespace relais::scenarios {

class Player {
public:
    explicit Player(const Script& script);

    void play();

private:
    void play(const Step& step);
    void enter(const Step& step, bool only_listens);
    void command(const Step& step);
    void hear(const Step& step);
    void hear_nothing(const Step& step);
    void attack(const Step& step);
    [[nodiscard]] std::string outcome_of(const Step& step, Actor& attacker, std::size_t from, std::uint64_t number);
    void expect_stored(const Step& step);
    /// Whoever is connected answers, and heard nothing since `before` was taken.
    void expect_unharmed(const Step& step, const Actor& attacker, const std::map<std::string, std::size_t>& before);
    void knock(const Step& step, Actor& actor);

    Actor& actor(const Step& step);
    [[nodiscard]] Json fields_of(const Step& step);
    [[nodiscard]] std::string resolved(const Step& step, const std::string& value);
    [[nodiscard]] std::string id_of(const Step& step, const std::string& reference);
    /// Of `wanted` in `heard` from `from` on; its size: none.
    [[nodiscard]] std::size_t find(const Step& step, Actor& actor, std::size_t from);
    [[nodiscard]] bool fits(const Step& step, const Json& frame);
    [[nodiscard]] bool await(Duration longest, const std::function<bool()>& done);
    [[noreturn]] void fail(const Step& step, const std::string& what);
    void fail_if_wrong(const Step& step);

    const Script& script_;
    Stage stage_;
    std::map<std::string, std::unique_ptr<Actor>> actors_;
    std::map<std::string, std::string> labels_;
    std::string nobody_;
    std::string elsewhere_;
};

}  // namespace relais::scenarios
