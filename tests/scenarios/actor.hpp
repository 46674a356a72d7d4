// One socket owner of a script: sends what it is told, keeps every frame, follows the numbers of docs/protocol.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "edge/websocket/frame_reader.hpp"
#include "scenarios/stage.hpp"

namespace relais::scenarios {

using Json = nlohmann::json;

/// One frame as a script sees it: of `entries` each line by itself, of kind "line".
struct Heard {
    std::string kind;
    Json frame;
};

class Actor : private simulation::SocketUser, private edge::websocket::FrameSink {
public:
    Actor(Stage& stage, std::string name, simulation::Door door, std::string language);
    ~Actor() override;

    void connect(bool only_listens);
    void leave();
    void vanish();

    /// Takes the next number. The frame is `fields` with kind and n.
    std::uint64_t command(const std::string& kind, Json fields);
    void again(std::uint64_t number);
    void notice(const std::string& kind, Json fields);
    /// Any bytes as one WebSocket message, numbered or not.
    void strike(const std::string& bytes, bool binary);
    /// A command that no conversation has: its answer comes behind everything decided before it. Returns its number.
    std::uint64_t knock();

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool is_agent() const { return std::holds_alternative<edge::Shift>(door_); }
    /// A page that only listens has no numbers.
    [[nodiscard]] bool only_listens() const { return only_listens_; }
    [[nodiscard]] bool connected() const { return !connection_.is_nil(); }
    [[nodiscard]] std::uint64_t next_number() const { return next_; }
    [[nodiscard]] const std::string& conversation() const { return conversation_; }
    [[nodiscard]] const std::string& token() const { return token_; }
    void set_token(std::string token) { token_ = std::move(token); }
    /// ack or refused; null: not yet.
    [[nodiscard]] const Json* answer(std::uint64_t number) const;

    /// Everything so far but pings and the answers to `knock`.
    [[nodiscard]] const std::vector<Heard>& heard() const { return heard_; }
    /// The index in `heard` behind the last frame of this kind that a script expected.
    std::size_t& expected_up_to(const std::string& kind) { return expected_[kind]; }
    [[nodiscard]] const std::string& wrong() const { return wrong_; }

private:
    void socket_opened(ConnectionId connection) override;
    void socket_heard(ConnectionId connection, const FrameText& text, std::uint64_t head) override;
    void socket_closed(ConnectionId connection, int code) override;
    bool on_message(std::string_view text) override;
    bool on_header(bool) override { return true; }
    bool on_ping(std::string_view) override { return true; }
    void on_close(int) override {}

    void say(const Json& frame);
    void keep(std::string kind, Json frame);
    void team(const Json& frame);
    void greeted(const Json& frame);
    void answered(const Json& frame);
    void note_own_line(const Json& ack);
    void lines(const Json& frame);

    Stage& stage_;
    std::string name_;
    simulation::Door door_;
    std::string language_;
    std::string client_;
    ConnectionId connection_;
    bool silent_ = false;
    bool only_listens_ = false;
    std::uint64_t next_ = 1;
    std::map<std::uint64_t, Json> sent_;
    std::map<std::uint64_t, Json> answers_;
    std::vector<std::uint64_t> knocks_;
    std::string token_;
    std::string conversation_;
    Json team_;                                  // the version of the team as told; null: a whole one comes first
    std::map<std::string, std::uint32_t> seen_;  // by conversation: seq, or position for agents
    std::vector<Heard> heard_;
    std::map<std::string, std::size_t> expected_;
    std::string wrong_;  // what the protocol does not allow
};

}  // namespace relais::scenarios
