// Few people who come, act and go in any order, many commands of theirs in one turn of the floor: what simulated days do in
// moments of their own meets here at once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "floor/state.hpp"
#include "simulation/random.hpp"
#include "simulation/store/store.hpp"
#include "small_centre.hpp"

namespace relais::test {

class Crowd {
public:
    /// `people`: two agents and a supervisor.
    Crowd(std::uint64_t seed, const SmallCentre& people);

    /// Some time and some commands later: what is to be stored. It is in `store` by then.
    [[nodiscard]] Batch turn();
    [[nodiscard]] simulation::Store& store() { return store_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }

private:
    void begin();
    [[nodiscard]] Duration pause();
    std::size_t one_of(std::size_t count);
    std::uint64_t fresh() { return ++last_id_; }
    EntryPointId entry_point() { return people_.entry_points[one_of(2)]; }
    MessageId message();
    ConversationId conversation();

    Command command();
    Command numbered(Command command);
    Command of_visitor();
    ConnectVisitor connect();
    PostAsVisitor post();
    LeaveMessage leave(VisitorId visitor);
    Command of_agent();
    CommandBody agents_order(std::size_t what);
    Transfer transfer();
    Command other_settings();
    Command applied();
    void note(const Output& output);

    simulation::Random random_;
    SmallCentre people_;
    simulation::Store store_;
    std::unique_ptr<Floor> floor_;
    std::optional<Command> first_;  // of the process
    Settings settings_;
    std::uint64_t versions_ = 0;
    Instant now_ = at(0);
    std::uint64_t last_id_ = 0;
    MessageId last_message_;
    MessageId last_left_;
    std::map<ClientId, std::uint64_t> numbers_;
    std::uint64_t events_ = 0;
};

}  // namespace relais::test
