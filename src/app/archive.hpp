// What the floor and the courier no longer hold, asked of storage on an office thread and brought back (RULES 30).
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "relais/edge/server.hpp"
#include "relais/floor/command.hpp"
#include "relais/office/database.hpp"

#include "app/office_threads.hpp"

namespace relais {

class Archive {
public:
    Archive(office::Database& database, OfficeThreads& threads, edge::Server& server)
        : database_(database), threads_(threads), server_(server) {}

    /// From the edge's thread; `done` comes there. Empty: there are no more; nothing: they cannot be read now.
    void read_lines(CentreId centre, ConversationId conversation, std::uint32_t after, std::uint32_t upto,
                    std::function<void(std::optional<std::vector<Line>>)> done);

    /// A message for a conversation the floor does not hold: fills `lookup` and gives the command to `again`, on an office
    /// thread; when storage does not answer, to `not_now`. From any thread, never blocks.
    void look_up(CentreId centre, Command command, std::function<bool(CentreId, Command)> again,
                 std::function<void(const Command&)> not_now);

private:
    office::Database& database_;
    OfficeThreads& threads_;
    edge::Server& server_;
};

}  // namespace relais
